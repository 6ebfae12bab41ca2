package io.damso.edge;

import java.util.List;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which web pages may connect and call REST.
 *
 * @param allowedOrigins comma-separated list of other origins whose pages may connect and call REST, such as
 *     https://www.example.com; the same origin is always allowed; * allows every origin and is for the demo only
 */
@ConfigurationProperties("damso.edge")
public record EdgeProperties(@DefaultValue List<String> allowedOrigins) {

    /** The entry that allows every origin. */
    public static final String ANY = "*";

    /** An origin in the form that browsers send (RFC 6454 §6.2): without path and without the scheme's default port. */
    private static final Pattern ORIGIN =
            Pattern.compile("https?://([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\\[[0-9a-f:]+])(:[0-9]{1,5})?");

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if an entry is not an origin in the form that browsers send
     */
    public EdgeProperties {
        allowedOrigins = List.copyOf(allowedOrigins);
        for (String origin : allowedOrigins) {
            if (!origin.equals(ANY) && !isOrigin(origin)) {
                throw new IllegalArgumentException("damso.edge.allowed-origins contains '" + origin
                        + "'; write origins as browsers send them, such as https://www.example.com: lower case, no"
                        + " path, no slash at the end, no default port");
            }
        }
    }

    private static boolean isOrigin(String text) {
        boolean defaultPort = text.startsWith("https:") ? text.endsWith(":443") : text.endsWith(":80");
        return ORIGIN.matcher(text).matches() && !defaultPort;
    }

    /** Returns whether every origin is allowed. */
    public boolean allowsAnyOrigin() {
        return allowedOrigins.contains(ANY);
    }
}
