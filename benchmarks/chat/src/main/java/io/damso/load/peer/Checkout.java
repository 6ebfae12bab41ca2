package io.damso.load.peer;

import io.damso.bench.scenario.BenchmarkException;
import io.damso.bench.scenario.Installation;
import java.nio.file.Files;
import java.nio.file.Path;

/** The directory of the project, whose scripts start the peers. */
final class Checkout {

    private Checkout() {}

    /**
     * Returns a file of the project. It is searched in the home directory and all directories above, because tests run
     * in the directory of their module.
     *
     * @throws BenchmarkException if it does not exist
     */
    static Path file(String name) {
        Path start = Installation.fromSystemProperties().home().toAbsolutePath();
        for (Path at = start; at != null; at = at.getParent()) {
            if (Files.exists(at.resolve(name))) {
                return at.resolve(name);
            }
        }
        throw new BenchmarkException("No " + name + " in or above " + start + "; set damso.home");
    }
}
