package io.damso.gateway;

import io.damso.protocol.Destinations;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Name of a node and prefixes of destinations.
 *
 * @param node name of this node in CONNECTED frames, logs and RabbitMQ's management console
 * @param revealNode whether CONNECTED frames carry the node's name
 * @param applicationPrefix prefix of destinations that clients send to
 * @param topicPrefix prefix of destinations that clients subscribe to
 */
@ConfigurationProperties("damso.gateway")
@Validated
public record GatewayProperties(
        @NotBlank @Size(max = 128) String node,
        @DefaultValue("true") boolean revealNode,
        @DefaultValue("/app") @Pattern(regexp = PREFIX) String applicationPrefix,
        @DefaultValue("/topic") @Pattern(regexp = PREFIX) String topicPrefix) {

    private static final String PREFIX = "/[a-z0-9-]{1,32}";

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if both prefixes are the same or one of them is {@code /user}
     */
    public GatewayProperties {
        if (applicationPrefix.equals(topicPrefix) || applicationPrefix.equals("/user") || topicPrefix.equals("/user")) {
            throw new IllegalArgumentException("damso.gateway.application-prefix (" + applicationPrefix
                    + ") and damso.gateway.topic-prefix (" + topicPrefix + ") must differ, and neither may be /user");
        }
    }

    /** Returns the allow-list of destinations with these prefixes. */
    public Destinations destinations() {
        return new Destinations(applicationPrefix, topicPrefix);
    }
}
