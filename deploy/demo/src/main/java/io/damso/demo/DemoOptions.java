package io.damso.demo;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the demo was told.
 *
 * @param url {@code --url}: endpoint of the cluster, {@code ws} or {@code wss}
 * @param certificate {@code --certificate}: PEM file of the server's certificate, where Java does not trust it already
 * @param insecure {@code --insecure}: whether any certificate will do
 */
record DemoOptions(URI url, @Nullable Path certificate, boolean insecure) {

    private static final String USAGE = "Usage: demo --url wss://host:port/ws [--certificate FILE | --insecure]";

    static DemoOptions parse(String[] args) {
        URI url = URI.create("wss://localhost:8443/ws");
        Path certificate = null;
        boolean insecure = false;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--url" -> url = URI.create(value(args, ++i));
                case "--certificate" -> certificate = Path.of(value(args, ++i));
                case "--insecure" -> insecure = true;
                default -> throw new IllegalArgumentException("Unknown option " + args[i] + ". " + USAGE);
            }
        }
        if (!"ws".equals(url.getScheme()) && !"wss".equals(url.getScheme())) {
            throw new IllegalArgumentException("--url must begin with ws:// or wss://. " + USAGE);
        }
        return new DemoOptions(url, certificate, insecure);
    }

    private static String value(String[] args, int index) {
        if (index >= args.length) {
            throw new IllegalArgumentException(args[index - 1] + " needs a value. " + USAGE);
        }
        return args[index];
    }

    /** Returns where the REST interface of the same cluster is. */
    URI apiBase() {
        String scheme = "wss".equals(url.getScheme()) ? "https" : "http";
        return URI.create(scheme + "://" + url.getAuthority());
    }
}
