package io.damso.gateway.access;

import io.damso.gateway.GatewayProperties;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.MembershipChanged;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.AnonymousQueue;
import org.springframework.amqp.core.Base64UrlNamingStrategy;
import org.springframework.amqp.core.Binding;
import org.springframework.amqp.core.MessageListener;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionNameStrategy;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Wires membership: questions to persistence, changes from it. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(AccessConfiguration.class);

    /** Changes that happen meanwhile wait in the queue, or are lost with it. */
    private static final long RECOVERY_INTERVAL_MILLIS = 1_000;

    @Bean
    Memberships memberships(AccessProperties properties, ConnectionFactory connectionFactory, JsonMapper json) {
        RabbitTemplate template = new RabbitTemplate(connectionFactory);
        template.setReplyTimeout(properties.answerTimeout().toMillis());
        return new Memberships(
                properties,
                new BrokerMembershipSource(template, json),
                Executors.newVirtualThreadPerTaskExecutor());
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
    Binding controlBinding(AnonymousQueue controlQueue) {
        return new Binding(
                controlQueue.getName(),
                Binding.DestinationType.QUEUE,
                BrokerTopology.CONTROL_EXCHANGE,
                BrokerTopology.membershipRoutingKey("*"),
                null);
    }

    @Bean
    SimpleMessageListenerContainer membershipChanges(
            ConnectionFactory connectionFactory, AnonymousQueue controlQueue, Memberships memberships, JsonMapper json) {
        SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(connectionFactory);
        container.setQueues(controlQueue);
        container.setDefaultRequeueRejected(false);
        container.setMissingQueuesFatal(false);
        container.setRecoveryInterval(RECOVERY_INTERVAL_MILLIS);
        container.setMessageListener(listener(memberships, json));
        connectionFactory.addConnectionListener((Connection connection) -> memberships.eventsMayBeLost());
        return container;
    }

    private static MessageListener listener(Memberships memberships, JsonMapper json) {
        return message -> {
            try {
                memberships.changed(json.readValue(message.getBody(), MembershipChanged.class));
            } catch (JacksonException e) {
                LOG.error("An unreadable membership change was dropped; check the version of chat-persistence", e);
            }
        };
    }
}
