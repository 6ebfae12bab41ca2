package io.damso.demo;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * The options of the demo.
 *
 * @param url {@code --url}: endpoint of the cluster, {@code ws} or {@code wss}
 * @param certificate {@code --certificate}: PEM file with the certificate of the server; null to use the trust settings
 *     of Java
 * @param insecure {@code --insecure}: whether every certificate is accepted
 */
record DemoOptions(URI url, @Nullable Path certificate, boolean insecure) {

    private static final String USAGE = ". Usage: demo --url wss://host:port/ws [--certificate FILE | --insecure]";

    @Command(name = "demo")
    private interface Given {

        @Option(names = "--url", defaultValue = "wss://localhost:8443/ws")
        URI url();

        @Option(names = "--certificate")
        @Nullable
        Path certificate();

        @Option(names = "--insecure")
        boolean insecure();
    }

    /**
     * Parses the command line.
     *
     * @throws IllegalArgumentException if an option is unknown or unusable; the message is one line
     */
    static DemoOptions parse(String... args) {
        CommandLine line = new CommandLine(Given.class).setExpandAtFiles(false).setOverwrittenOptionsAllowed(true);
        try {
            line.parseArgs(args);
        } catch (ParameterException e) {
            throw new IllegalArgumentException(e.getMessage() + USAGE, e);
        }
        Given given = line.getCommand();
        URI url = given.url();
        if (!"ws".equals(url.getScheme()) && !"wss".equals(url.getScheme())) {
            throw new IllegalArgumentException("--url must begin with ws:// or wss://" + USAGE);
        }
        if (url.getHost() == null) {
            throw new IllegalArgumentException("--url names no host" + USAGE);
        }
        return new DemoOptions(url, given.certificate(), given.insecure());
    }

    /** Returns the base address of the cluster's REST interface. */
    URI apiBase() {
        String scheme = "wss".equals(url.getScheme()) ? "https" : "http";
        return URI.create(scheme + "://" + url.getAuthority());
    }
}
