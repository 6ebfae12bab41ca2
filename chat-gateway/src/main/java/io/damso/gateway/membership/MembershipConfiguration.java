package io.damso.gateway.membership;

import io.damso.gateway.GatewayProperties;
import io.damso.gateway.membership.question.ArchivedRooms;
import io.damso.gateway.membership.question.BrokerMembershipSource;
import io.damso.gateway.membership.question.PeerMemberships;
import io.damso.gateway.membership.question.RepeatedQuestion;
import io.damso.protocol.BrokerTopology;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.springframework.amqp.core.AnonymousQueue;
import org.springframework.amqp.core.Base64UrlNamingStrategy;
import org.springframework.amqp.core.Binding;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionNameStrategy;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Configures membership: questions to persistence, and events from it. */
@Configuration(proxyBeanMethods = false)
class MembershipConfiguration {

    /** Time until the control queue is declared and consumed again after a failure. */
    private static final long RECOVERY_INTERVAL_MILLIS = 250;

    private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(1);

    private final JsonMapper json;

    MembershipConfiguration(JsonMapper json) {
        this.json = json;
    }

    @Bean
    CacheValidity cacheValidity(MembershipProperties properties) {
        return new CacheValidity(properties.holdAfterOutage(), System::nanoTime);
    }

    @Bean
    ArchivedRooms archivedRooms(MembershipProperties properties) {
        return new ArchivedRooms(properties.maxMemberships());
    }

    @Bean
    BrokerMembershipSource membershipSource(
            MembershipProperties properties,
            ConnectionFactory connectionFactory,
            PeerMemberships peers,
            ArchivedRooms archived) {
        RepeatedQuestion broker = new RepeatedQuestion(connectionFactory, false, properties.answerTimeout());
        return new BrokerMembershipSource(broker, peers, archived, json);
    }

    @Bean
    Memberships memberships(
            MembershipProperties properties,
            BrokerMembershipSource source,
            PeerMemberships peers,
            LiveAccess live,
            CacheValidity validity) {
        Memberships memberships =
                new Memberships(properties, source, live, validity, Executors.newVirtualThreadPerTaskExecutor());
        peers.answerBy(question -> memberships.isKnown(question) && !source.isArchived(question.roomId()));
        return memberships;
    }

    @Bean
    PeerMemberships peerMemberships(ConnectionFactory connectionFactory) {
        RabbitTemplate template = new RabbitTemplate(connectionFactory);
        return new PeerMemberships(
                (contentType, body) -> template.send(
                        BrokerTopology.LIVE_EXCHANGE,
                        BrokerTopology.NODES_ROUTING_KEY,
                        MessageBuilder.withBody(body)
                                .setContentType(contentType)
                                .setDeliveryMode(MessageDeliveryMode.NON_PERSISTENT)
                                .build()),
                Executors.newVirtualThreadPerTaskExecutor(),
                json);
    }

    @Bean(initMethod = "start")
    MembershipRecheck membershipRecheck(
            Memberships memberships, CacheValidity validity, MembershipProperties properties) {
        return new MembershipRecheck(memberships, validity, properties.recheckAfter(), ASK_AGAIN_AFTER);
    }

    /** Names this node's connections in RabbitMQ's management console. */
    @Bean
    ConnectionNameStrategy connectionNames(GatewayProperties properties) {
        return connectionFactory -> "chat-gateway " + properties.node();
    }

    /** The queue of this node on the control exchange: exclusive, deleted with its connection. */
    @Bean
    AnonymousQueue controlQueue(GatewayProperties properties) {
        AnonymousQueue queue =
                new AnonymousQueue(new Base64UrlNamingStrategy("damso.gateway." + properties.node() + "."));
        queue.removeArgument(Queue.X_QUEUE_LEADER_LOCATOR); // for replicated queues only; RabbitMQ 3.10 refuses it here
        return queue;
    }

    @Bean
    Declarables controlBindings(AnonymousQueue controlQueue) {
        return new Declarables(
                binding(controlQueue, BrokerTopology.membershipRoutingKey("*")),
                binding(controlQueue, BrokerTopology.ROOM_ARCHIVED_ROUTING_KEY),
                binding(controlQueue, BrokerTopology.SESSIONS_ENDED_ROUTING_KEY));
    }

    private static Binding binding(Queue queue, String routingKey) {
        return new Binding(
                queue.getName(), Binding.DestinationType.QUEUE, BrokerTopology.CONTROL_EXCHANGE, routingKey, null);
    }

    @Bean
    ControlEvents controlEvents(
            Memberships memberships, ArchivedRooms archived, MembershipRecheck recheck, LiveAccess live) {
        return new ControlEvents(memberships, archived, recheck, live, json);
    }

    @Bean
    ControlQueueMonitor controlChannel(
            AnonymousQueue controlQueue,
            ConnectionFactory connectionFactory,
            CacheValidity validity,
            MembershipRecheck recheck) {
        ControlQueueMonitor channel =
                new ControlQueueMonitor(controlQueue.getName(), connectionFactory, validity, recheck);
        connectionFactory.addConnectionListener(channel);
        return channel;
    }

    @Bean
    SimpleMessageListenerContainer controlContainer(
            ConnectionFactory connectionFactory, AnonymousQueue controlQueue, ControlEvents controlEvents) {
        SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(connectionFactory);
        container.setQueues(controlQueue);
        container.setDefaultRequeueRejected(false);
        container.setMissingQueuesFatal(false);
        container.setRecoveryInterval(RECOVERY_INTERVAL_MILLIS);
        container.setMessageListener(controlEvents);
        return container;
    }
}
