package io.damso.load.peer;

import io.damso.bench.scenario.BenchmarkException;
import io.damso.bench.scenario.Installation;
import java.nio.file.Files;
import java.nio.file.Path;

/** The project that this was built from, whose scripts start the peers. */
final class Checkout {

    private Checkout() {}

    /**
     * Returns a file of it. Tests run in the directory of their module: the project is a directory above it.
     *
     * @throws BenchmarkException if there is none
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
