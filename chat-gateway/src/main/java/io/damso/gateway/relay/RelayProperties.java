package io.damso.gateway.relay;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where RabbitMQ's STOMP plugin listens. Login, passcode and virtual host are those of {@code spring.rabbitmq}.
 *
 * @param host host of the STOMP listener
 * @param port port of the STOMP listener
 * @param addresses comma-separated list of STOMP listeners of a cluster, as host:port; replaces host and port
 * @param sessions how many sessions carry the rooms of the node; a room always uses the same one
 * @param heartbeat how often the node's sessions and the broker let each other hear; whole seconds, at least one
 * @param sslBundle name of the bundle under spring.ssl.bundle that the STOMP listeners' certificates are checked with;
 *     without one the connections are not encrypted
 */
@ConfigurationProperties("damso.gateway.relay")
@Validated
public record RelayProperties(
        @DefaultValue("127.0.0.1") @NotBlank String host,
        @DefaultValue("61613") @Min(1) @Max(65535) int port,
        @DefaultValue List<String> addresses,
        @DefaultValue("4") @Min(1) @Max(64) int sessions,
        @DefaultValue("10s") @NotNull Duration heartbeat,
        @Nullable String sslBundle) {

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if the heart-beat is shorter than RabbitMQ can keep, or an address is none
     */
    public RelayProperties {
        if (heartbeat.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("damso.gateway.relay.heartbeat is " + heartbeat + "; set 1s or more");
        }
        sslBundle = sslBundle == null || sslBundle.isBlank() ? null : sslBundle;
        addresses = List.copyOf(addresses);
        addresses.forEach(RelayProperties::parse);
    }

    /** Returns every listener, unresolved; at least one. */
    List<InetSocketAddress> listeners() {
        return addresses.isEmpty()
                ? List.of(InetSocketAddress.createUnresolved(host, port))
                : addresses.stream().map(RelayProperties::parse).toList();
    }

    private static InetSocketAddress parse(String address) {
        int colon = address.lastIndexOf(':');
        try {
            if (colon > 0) {
                return InetSocketAddress.createUnresolved(
                        address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new IllegalArgumentException(
                "damso.gateway.relay.addresses holds " + address + "; write host:port, separated by commas");
    }
}
