package io.damso.gateway.membership;

import com.rabbitmq.client.Connection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.event.AmqpEvent;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionListener;
import org.springframework.amqp.rabbit.listener.ConsumeOkEvent;
import org.springframework.amqp.rabbit.listener.ListenerContainerConsumerFailedEvent;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.context.ApplicationListener;

/**
 * Monitors whether the node's control queue is consumed, and invalidates cached memberships when events may have been
 * missed. Called on threads of Spring AMQP and on the reader of the AMQP connection; only changes state.
 */
final class ControlQueueMonitor implements ApplicationListener<AmqpEvent>, ConnectionListener {

    private final String queue;
    private final ConnectionFactory connections;
    private final CacheValidity validity;
    private final MembershipRecheck recheck;

    /**
     * Creates the monitor of a node.
     *
     * @param queue name of the node's queue on the control exchange
     */
    ControlQueueMonitor(
            String queue, ConnectionFactory connections, CacheValidity validity, MembershipRecheck recheck) {
        this.queue = queue;
        this.connections = connections;
        this.validity = validity;
        this.recheck = recheck;
    }

    @Override
    public void onCreate(org.springframework.amqp.rabbit.connection.@Nullable Connection connection) {
        validity.connected();
    }

    /**
     * Handles the start and the failure of the control consumer. Changes before the start were missed, so all
     * memberships are re-checked. The re-check begins when the broker has confirmed the consumer, not when the
     * connection is made: a change in between would be missed by the consumer and by the re-check.
     */
    @Override
    public void onApplicationEvent(AmqpEvent event) {
        if (event instanceof ConsumeOkEvent opened && opened.getQueue().equals(queue)) {
            recheck.request();
            watchConnection();
        } else if (event instanceof ListenerContainerConsumerFailedEvent failed && isOurs(failed.getSource())) {
            validity.eventsLost(false);
        }
    }

    private boolean isOurs(Object container) {
        return container instanceof SimpleMessageListenerContainer listening
                && List.of(listening.getQueueNames()).contains(queue);
    }

    /**
     * Adds a listener to the connection. The container reports a lost connection up to a second later than the client
     * library.
     */
    private void watchConnection() {
        try {
            Connection connection = connections.createConnection().getDelegate();
            if (connection != null) {
                connection.addShutdownListener(cause -> validity.eventsLost(true));
            }
        } catch (AmqpException e) {
            validity.eventsLost(true);
        }
    }
}
