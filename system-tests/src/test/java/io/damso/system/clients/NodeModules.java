package io.damso.system.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The libraries from npm, in the versions of the lock file. */
final class NodeModules {

    private static final long TIMEOUT_MINUTES = 3;

    private NodeModules() {}

    /**
     * Installs them below {@code target}, unless they are there already.
     *
     * @return the directory {@code node_modules}
     */
    static Path install(Path resources) throws IOException, InterruptedException {
        Path directory = Files.createDirectories(Path.of("target", "clients").toAbsolutePath());
        Path lock = resources.resolve("package-lock.json");
        Path modules = directory.resolve("node_modules");
        Path installed = modules.resolve("installed-lock.json");
        if (Files.exists(installed) && Files.mismatch(lock, installed) < 0) {
            return modules;
        }
        Files.copy(lock, directory.resolve("package-lock.json"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(
                resources.resolve("package.json"),
                directory.resolve("package.json"),
                StandardCopyOption.REPLACE_EXISTING);
        Path log = directory.resolve("npm.log");
        // spotless:off
        Process npm = new ProcessBuilder(List.of(Programs.find("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund",
                        "--prefer-offline", "--omit=optional"))
                .directory(directory.toFile()).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        // spotless:on
        if (!npm.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
            npm.destroyForcibly();
        }
        assertThat(npm.waitFor()).as(() -> "npm ci: " + log).isZero();
        Files.copy(lock, installed);
        // Otherwise the broker's next fsync would first write thousands of small files, and all clients would wait for
        // receipts.
        assertThat(new ProcessBuilder("sync").start().waitFor()).as("sync").isZero();
        return modules;
    }
}
