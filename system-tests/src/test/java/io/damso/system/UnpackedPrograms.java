package io.damso.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The unpacked programs and their class caches, which all clusters of the tests share: to make them takes longer than
 * to start a cluster with them. {@code ./damso} names them by their content, and deletes those of earlier builds.
 */
final class UnpackedPrograms {

    private static final Path DIRECTORY = Path.of("target", "programs").toAbsolutePath();
    private static final String CACHE_OF_PERSISTENCE = "chat-persistence.*\\.classes";

    private UnpackedPrograms() {}

    /** Makes a new cluster use them. */
    static void shareWith(Path runDirectory) throws IOException {
        Files.createDirectories(DIRECTORY);
        Files.createDirectories(runDirectory);
        Files.createSymbolicLink(runDirectory.resolve("app"), DIRECTORY);
    }

    /** Returns whether persistence has its class cache; the first start of a cluster makes only that of the gateways. */
    static boolean haveClassCache() throws IOException {
        try (Stream<Path> files = Files.walk(DIRECTORY)) {
            return files.anyMatch(file -> file.getFileName().toString().matches(CACHE_OF_PERSISTENCE));
        }
    }
}
