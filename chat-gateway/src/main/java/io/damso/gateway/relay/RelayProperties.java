package io.damso.gateway.relay;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Listeners of RabbitMQ's STOMP plugin. Login and passcode are those of {@code spring.rabbitmq}; the virtual host is
 * fixed.
 *
 * @param host host of the STOMP listener
 * @param port port of the STOMP listener
 * @param addresses comma-separated list of STOMP listeners of a cluster, as host:port; replaces host and port; a node
 *     whose name ends with a number begins with the address of that number
 * @param heartbeat interval of heart-beats between the node's session and the broker, both ways; whole seconds, at
 *     least one; subscribers are told that delivery is interrupted when the broker is silent for three intervals
 * @param sslBundle name of the bundle under spring.ssl.bundle that the STOMP listeners' certificates are checked with;
 *     without one the connections are not encrypted
 */
@ConfigurationProperties("damso.gateway.relay")
@Validated
public record RelayProperties(
        @DefaultValue("127.0.0.1") @NotBlank String host,
        @DefaultValue("61613") @Min(1) @Max(65535) int port,
        @DefaultValue List<String> addresses,

        @DefaultValue("4s") @NotNull @DurationMin(seconds = 1, message = "set 1s or more")
        Duration heartbeat,

        @Nullable String sslBundle) {

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if an address is not host:port
     */
    public RelayProperties {
        sslBundle = sslBundle == null || sslBundle.isBlank() ? null : sslBundle;
        addresses = List.copyOf(addresses);
        addresses.forEach(RelayProperties::parse);
    }

    /** Returns all listeners, unresolved; at least one. */
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
            // reported below
        }
        throw new IllegalArgumentException(
                "damso.gateway.relay.addresses holds " + address + "; write host:port, separated by commas");
    }
}
