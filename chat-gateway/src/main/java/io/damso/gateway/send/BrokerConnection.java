package io.damso.gateway.send;

import com.rabbitmq.client.BlockedListener;
import com.rabbitmq.client.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.AmqpResourceNotAvailableException;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;

/**
 * The connection that messages are published over. While the broker is out of reach, or blocks publishers because of a
 * resource alarm, it fails at once instead of letting senders wait. Safe for use by many threads.
 */
final class BrokerConnection implements Supplier<Connection> {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerConnection.class);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);

    private final ConnectionFactory connectionFactory;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean blocked;
    private Instant notBefore = Instant.MIN;
    private volatile @Nullable Connection connection;

    BrokerConnection(ConnectionFactory connectionFactory, Clock clock) {
        // A connection of its own: what RabbitMQ blocks is the connection, and only this one has to notice.
        ConnectionFactory publishers = connectionFactory.getPublisherConnectionFactory();
        this.connectionFactory = publishers == null ? connectionFactory : publishers;
        this.clock = clock;
    }

    /** Returns whether the broker asked publishers to stop (RabbitMQ guide "Memory and Disk Alarms"). */
    boolean isBlocked() {
        Connection current = connection;
        return blocked && current != null && current.isOpen(); // a new connection has an alarm of its own
    }

    /** Returns whether there is an open connection; does not wait for one. */
    boolean isOpen() {
        Connection current = connection;
        return current != null && current.isOpen();
    }

    /** Connects if there is no connection; a failure is one that the next caller would see, too. */
    void ensureOpen() {
        try {
            get();
        } catch (AmqpException e) {
            LOG.debug("No connection to publish over", e);
        }
    }

    /**
     * Returns the open connection; connects when there is none.
     *
     * @throws AmqpException if the broker cannot be reached, or could not a moment ago
     */
    @Override
    public Connection get() {
        lock.lock();
        try {
            Connection current = connection;
            if (current != null && current.isOpen()) {
                return current;
            }
            if (clock.instant().isBefore(notBefore)) {
                throw new AmqpResourceNotAvailableException("The broker could not be reached a moment ago");
            }
            return connect();
        } finally {
            lock.unlock();
        }
    }

    private Connection connect() {
        try {
            Connection opened = connectionFactory.createConnection().getDelegate();
            if (opened == null) {
                throw new AmqpResourceNotAvailableException("The connection to the broker has no delegate");
            }
            blocked = false;
            opened.addBlockedListener(new Alarm());
            connection = opened;
            return opened;
        } catch (AmqpException e) {
            notBefore = clock.instant().plus(PAUSE_AFTER_FAILURE);
            throw e;
        }
    }

    private final class Alarm implements BlockedListener {

        @Override
        public void handleBlocked(String reason) {
            LOG.error("RabbitMQ blocks publishers ({}); free its memory or disk", reason);
            blocked = true;
        }

        @Override
        public void handleUnblocked() {
            LOG.info("RabbitMQ takes messages again");
            blocked = false;
        }
    }
}
