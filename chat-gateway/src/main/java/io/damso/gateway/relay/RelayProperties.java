package io.damso.gateway.relay;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where RabbitMQ's STOMP plugin listens. Login, passcode and virtual host are those of {@code spring.rabbitmq}.
 *
 * @param host host of the STOMP listener
 * @param port port of the STOMP listener
 * @param heartbeat how often the node's own session and the broker let each other hear; whole seconds, at least one
 */
@ConfigurationProperties("damso.gateway.relay")
@Validated
public record RelayProperties(
        @DefaultValue("127.0.0.1") @NotBlank String host,
        @DefaultValue("61613") @Min(1) @Max(65535) int port,
        @DefaultValue("10s") Duration heartbeat) {

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if the heart-beat is shorter than RabbitMQ can keep
     */
    public RelayProperties {
        if (heartbeat.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("damso.gateway.relay.heartbeat is " + heartbeat + "; set 1s or more");
        }
    }
}
