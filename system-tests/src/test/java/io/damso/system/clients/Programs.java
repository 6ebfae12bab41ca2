package io.damso.system.clients;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** Programs of this machine. */
final class Programs {

    private Programs() {}

    /** Returns the path of a program; prefers the distribution's, which uses the distribution's libraries. */
    static String find(String name) {
        return Stream.concat(
                        Stream.of("/usr/bin"),
                        Arrays.stream(System.getenv("PATH").split(File.pathSeparator)))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "The clients' tests need " + name + ". Run ./damso test, which installs it."))
                .toString();
    }
}
