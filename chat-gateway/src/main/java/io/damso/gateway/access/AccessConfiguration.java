package io.damso.gateway.access;

import io.damso.gateway.GatewayProperties;
import io.damso.protocol.BrokerTopology;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.springframework.amqp.core.AnonymousQueue;
import org.springframework.amqp.core.Base64UrlNamingStrategy;
import org.springframework.amqp.core.Binding;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionNameStrategy;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Wires membership: questions to persistence, events from it. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

    /** Changes that happen meanwhile wait in the queue, or are lost with it. */
    private static final long RECOVERY_INTERVAL_MILLIS = 1_000;
    private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(1);

    @Bean
    Memberships memberships(
            AccessProperties properties, ConnectionFactory connectionFactory, LiveAccess live, JsonMapper json) {
        RabbitTemplate template = new RabbitTemplate(connectionFactory);
        template.setReplyTimeout(properties.answerTimeout().toMillis());
        return new Memberships(
                properties,
                new BrokerMembershipSource(template, json),
                live,
                Executors.newVirtualThreadPerTaskExecutor());
    }

    @Bean(initMethod = "start")
    Doubts doubts(Memberships memberships, AccessProperties properties) {
        return new Doubts(memberships, properties.recheckAfter(), ASK_AGAIN_AFTER);
    }

    /** What RabbitMQ's management console calls this node's connections. */
    @Bean
    ConnectionNameStrategy connectionNames(GatewayProperties properties) {
        return connectionFactory -> "chat-gateway " + properties.node();
    }

    /** This node's own ear: exclusive, gone with its connection. */
    @Bean
    AnonymousQueue controlQueue(GatewayProperties properties) {
        AnonymousQueue queue = new AnonymousQueue(new Base64UrlNamingStrategy("damso.gateway." + properties.node() + "."));
        queue.removeArgument(Queue.X_QUEUE_LEADER_LOCATOR); // for replicated queues; RabbitMQ 3.10 refuses it here
        return queue;
    }

    @Bean
    Declarables controlBindings(AnonymousQueue controlQueue) {
        return new Declarables(
                binding(controlQueue, BrokerTopology.membershipRoutingKey("*")),
                binding(controlQueue, BrokerTopology.SESSIONS_ENDED_ROUTING_KEY));
    }

    private static Binding binding(Queue queue, String routingKey) {
        return new Binding(
                queue.getName(), Binding.DestinationType.QUEUE, BrokerTopology.CONTROL_EXCHANGE, routingKey, null);
    }

    @Bean
    ControlEvents controlEvents(
            AnonymousQueue controlQueue, Memberships memberships, Doubts doubts, LiveAccess live, JsonMapper json) {
        return new ControlEvents(controlQueue.getName(), memberships, doubts, live, json);
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
