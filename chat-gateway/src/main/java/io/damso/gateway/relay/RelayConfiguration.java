package io.damso.gateway.relay;

import io.damso.edge.broker.AddressRotation;
import io.damso.gateway.AmqpConnections;
import io.damso.gateway.GatewayProperties;
import io.damso.gateway.Guard;
import io.damso.gateway.SerialExecutor;
import io.damso.gateway.membership.CacheValidity;
import io.damso.gateway.membership.MembershipProperties;
import io.damso.gateway.membership.question.PeerMemberships;
import io.damso.gateway.send.PublishingConnections;
import io.damso.protocol.BrokerTopology;
import io.netty.handler.ssl.SslContext;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.boot.amqp.autoconfigure.RabbitProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.simp.stomp.StompBrokerRelayMessageHandler;
import org.springframework.messaging.support.ExecutorSubscribableChannel;
import tools.jackson.databind.json.JsonMapper;

/**
 * Configures Spring's broker relay between the node and RabbitMQ. For the relay, the session of the node's queue is the
 * session of a client. The channels are used only by the relay and the node, and pass frames on without another thread.
 */
@Configuration(proxyBeanMethods = false)
class RelayConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(RelayConfiguration.class);

    /** Below the web server's phases: components with lower phases start earlier and stop later. */
    static final int PHASE = 0;

    /** STOMP destinations of exchanges. */
    static final String BROKER_PREFIX = "/exchange";

    private final ExecutorSubscribableChannel toBroker = new ExecutorSubscribableChannel();
    private final ExecutorSubscribableChannel fromBroker = new ExecutorSubscribableChannel();
    private final GatewayProperties gateway;

    RelayConfiguration(GatewayProperties gateway) {
        this.gateway = gateway;
    }

    @Bean
    StompBrokerRelayMessageHandler brokerRelay(
            RelayProperties properties, GatewayProperties gateway, RabbitProperties rabbit, SslBundles bundles) {
        if (rabbit.getPassword() == null) {
            throw new IllegalStateException("spring.rabbitmq.password is not set. Set the environment variable "
                    + "SPRING_RABBITMQ_PASSWORD, or DAMSO_SECRETS to a directory with a file of the property's name");
        }
        StompBrokerRelayMessageHandler relay = new StompBrokerRelayMessageHandler(
                toBroker, fromBroker, new ExecutorSubscribableChannel(), List.of(BROKER_PREFIX));
        String bundle = properties.sslBundle();
        SslContext tls = bundle == null ? null : RelayTls.context(bundles.getBundle(bundle));
        relay.setTcpClient(new BrokerTcpClient(properties.listeners(), AddressRotation.first(gateway.node()), tls));
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
    InterestConnection interestConnection(AmqpConnections connections) {
        return new InterestConnection(connections.create("rooms"));
    }

    @Bean
    LeaseRenewal leaseRenewal(ConnectionFactory connections, JsonMapper json) {
        RabbitTemplate rabbit = new RabbitTemplate(connections);
        return new LeaseRenewal(
                gateway.node(),
                lease -> rabbit.send(
                        BrokerTopology.REQUESTS_EXCHANGE,
                        BrokerTopology.LEASES_QUEUE,
                        MessageBuilder.withBody(json.writeValueAsBytes(lease))
                                .setContentType(MessageProperties.CONTENT_TYPE_JSON)
                                .build()),
                thread("lease", "The lease of this run was not renewed"));
    }

    @Bean
    SubscribeHold subscribeHold(CacheValidity validity, MembershipProperties access) {
        return new SubscribeHold(validity::isValid, access.holdAfterOutage().toNanos());
    }

    /** Creates the queue of the node for its listener. */
    @Bean
    Function<NodeQueue.Listener, NodeQueue> nodeQueue(
            RelayFrames frames, SubscribeHold hold, StompBrokerRelayMessageHandler brokerRelay) {
        return listener -> new NodeQueue(
                frames, System.nanoTime(), brokerRelay::isBrokerAvailable, hold, brokerRelay::handleMessage, listener);
    }

    /** Creates the publisher of beacons, which passes outcomes to the executor. */
    @Bean
    Function<Executor, Beacon.Publisher> beacons(PublishingConnections publishing) {
        return relayThread -> new BeaconPublisher(
                gateway.node(),
                () -> AmqpConnections.open(publishing.live()),
                thread("beacon", "A beacon failed unexpectedly"),
                relayThread);
    }

    @Bean
    NodeRelay nodeRelay(
            InterestConnection connection,
            LeaseRenewal lease,
            PeerMemberships peers,
            Function<NodeQueue.Listener, NodeQueue> nodeQueue,
            Function<Executor, Beacon.Publisher> beacons) {
        NodeRelay relay = new NodeRelay(
                rooms -> new RunExchange(
                        gateway.node(), connection, thread("interest", "Binding rooms failed unexpectedly"), rooms),
                nodeQueue,
                beacons,
                peers,
                lease);
        fromBroker.subscribe(relay);
        return relay;
    }

    @Bean
    RelayFrames relayFrames(RelayProperties properties) {
        return new RelayFrames(gateway.node(), properties.heartbeat().toMillis());
    }

    private static SerialExecutor thread(String name, String failure) {
        return new SerialExecutor(name, new Guard(LOG, failure));
    }
}
