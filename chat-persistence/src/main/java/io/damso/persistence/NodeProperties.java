package io.damso.persistence;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The name of this node.
 *
 * @param node name of this node in the broker's list of connections; empty means the host name
 */
@ConfigurationProperties("damso")
public record NodeProperties(String node) {

    /** Replaces an empty name with the host name. */
    public NodeProperties(@Nullable String node) {
        this.node = node == null || node.isBlank() ? hostName() : node;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unnamed";
        }
    }
}
