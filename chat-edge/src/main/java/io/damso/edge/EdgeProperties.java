package io.damso.edge;

import java.util.List;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What web pages may do.
 *
 * @param allowedOrigins comma-separated list of other origins whose pages may connect and call, such as
 *     https://www.example.com; the own origin always may; * lets every page in and is for the demo only
 */
@ConfigurationProperties("damso.edge")
public record EdgeProperties(@DefaultValue List<String> allowedOrigins) {

    /** Stands for every origin. */
    public static final String ANY = "*";

    /** As browsers write it (RFC 6454 §6.2): no path, and no port that the scheme implies. */
    private static final Pattern ORIGIN =
            Pattern.compile("https?://([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\\[[0-9a-f:]+])(:[0-9]{1,5})?");

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if something on the list is no origin as a browser would send it
     */
    public EdgeProperties {
        allowedOrigins = List.copyOf(allowedOrigins);
        for (String origin : allowedOrigins) {
            if (!origin.equals(ANY) && !isOrigin(origin)) {
                throw new IllegalArgumentException("damso.edge.allowed-origins holds '" + origin
                        + "'; write origins as browsers send them, such as https://www.example.com: lower case, no"
                        + " path, no slash at the end, no default port");
            }
        }
    }

    private static boolean isOrigin(String text) {
        boolean defaultPort = text.startsWith("https:") ? text.endsWith(":443") : text.endsWith(":80");
        return ORIGIN.matcher(text).matches() && !defaultPort;
    }

    /** Returns whether every page is let in. */
    public boolean allowsAnyOrigin() {
        return allowedOrigins.contains(ANY);
    }
}
