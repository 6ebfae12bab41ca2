package io.damso.gateway.relay;

import io.damso.gateway.GatewayProperties;
import io.damso.gateway.membership.CacheValidity;
import io.damso.gateway.membership.MembershipProperties;
import io.damso.protocol.BrokerTopology;
import io.netty.handler.ssl.SslContext;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.boot.amqp.autoconfigure.RabbitProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.simp.stomp.StompBrokerRelayMessageHandler;
import org.springframework.messaging.support.ExecutorSubscribableChannel;

/**
 * Configures Spring's broker relay between the pool and RabbitMQ. For the relay, the pool's sessions are sessions of
 * clients. The channels are used only by the relay and the pool, and pass frames on without another thread.
 */
@Configuration(proxyBeanMethods = false)
class RelayConfiguration {

    /** Below the web server's phases: components with lower phases start earlier and stop later. */
    static final int PHASE = 0;

    private static final String BROKER_PREFIX = "/topic";
    private static final int RUNS = 36 * 36 * 36 * 36;

    private final ExecutorSubscribableChannel toBroker = new ExecutorSubscribableChannel();
    private final ExecutorSubscribableChannel fromBroker = new ExecutorSubscribableChannel();

    @Bean
    StompBrokerRelayMessageHandler brokerRelay(
            RelayProperties properties, RabbitProperties rabbit, SslBundles bundles) {
        if (rabbit.getPassword() == null) {
            throw new IllegalStateException("spring.rabbitmq.password is not set. Set the environment variable "
                    + "SPRING_RABBITMQ_PASSWORD, or DAMSO_SECRETS to a directory with a file of the property's name");
        }
        StompBrokerRelayMessageHandler relay = new StompBrokerRelayMessageHandler(
                toBroker, fromBroker, new ExecutorSubscribableChannel(), List.of(BROKER_PREFIX));
        String bundle = properties.sslBundle();
        SslContext tls = bundle == null ? null : RelayTls.context(bundles.getBundle(bundle));
        relay.setTcpClient(new BrokerTcpClient(properties.listeners(), tls));
        // Without this setting the relay sends its host name as virtual host, and RabbitMQ refuses CONNECT.
        relay.setVirtualHost(BrokerTopology.VIRTUAL_HOST);
        relay.setClientLogin(rabbit.getUsername());
        relay.setClientPasscode(rabbit.getPassword());
        relay.setSystemLogin(rabbit.getUsername());
        relay.setSystemPasscode(rabbit.getPassword());
        relay.setSystemHeartbeatSendInterval(properties.heartbeat().toMillis());
        relay.setSystemHeartbeatReceiveInterval(properties.heartbeat().toMillis());
        relay.setPhase(PHASE);
        return relay;
    }

    @Bean
    RelayPool relayPool(
            RelayProperties properties,
            GatewayProperties gateway,
            MembershipProperties access,
            CacheValidity validity,
            StompBrokerRelayMessageHandler brokerRelay) {
        String run = Integer.toString(ThreadLocalRandom.current().nextInt(RUNS), 36);
        RelayFrames frames =
                new RelayFrames(gateway.node(), run, properties.heartbeat().toMillis());
        SubscribeHold hold =
                new SubscribeHold(validity::isValid, access.holdAfterOutage().toNanos());
        RelayPool pool =
                new RelayPool(properties, frames, brokerRelay::isBrokerAvailable, hold, brokerRelay::handleMessage);
        fromBroker.subscribe(pool);
        return pool;
    }
}
