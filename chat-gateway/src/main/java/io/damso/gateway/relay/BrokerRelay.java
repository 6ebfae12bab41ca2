package io.damso.gateway.relay;

import io.damso.protocol.BrokerTopology;
import org.springframework.boot.amqp.autoconfigure.RabbitProperties;
import org.springframework.messaging.simp.config.MessageBrokerRegistry;
import org.springframework.stereotype.Component;

/** Sets Spring's broker relay up for RabbitMQ. */
@Component
public final class BrokerRelay {

    /** Prefix of RabbitMQ's topic destinations; what clients call it is another setting. */
    static final String BROKER_PREFIX = "/topic";

    private final RelayProperties properties;
    private final RabbitProperties rabbit;

    BrokerRelay(RelayProperties properties, RabbitProperties rabbit) {
        this.properties = properties;
        this.rabbit = rabbit;
    }

    /** Enables the relay. */
    public void enable(MessageBrokerRegistry registry) {
        if (rabbit.getPassword() == null) {
            throw new IllegalStateException("spring.rabbitmq.password is not set. Set the environment variable "
                    + "SPRING_RABBITMQ_PASSWORD, or DAMSO_SECRETS to a directory with a file of the property's name");
        }
        // Without a virtual host the relay sends its own host name as one, and RabbitMQ refuses the CONNECT.
        registry.enableStompBrokerRelay(BROKER_PREFIX)
                .setRelayHost(properties.host())
                .setRelayPort(properties.port())
                .setVirtualHost(BrokerTopology.VIRTUAL_HOST)
                .setClientLogin(rabbit.getUsername())
                .setClientPasscode(rabbit.getPassword())
                .setSystemLogin(rabbit.getUsername())
                .setSystemPasscode(rabbit.getPassword())
                .setSystemHeartbeatSendInterval(properties.heartbeat().toMillis())
                .setSystemHeartbeatReceiveInterval(properties.heartbeat().toMillis());
    }
}
