package io.damso.gateway.send;

import com.rabbitmq.client.BlockedListener;
import com.rabbitmq.client.Connection;
import io.damso.gateway.AmqpConnections;
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
 * The AMQP connection for publishing. For half a second after a failed attempt to connect, further attempts fail at
 * once, so that senders do not wait for a broker that cannot be reached. Thread-safe.
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
        this.connectionFactory = connectionFactory;
        this.clock = clock;
    }

    /** Returns whether the broker blocks publishers (RabbitMQ guide "Memory and Disk Alarms"). */
    boolean isBlocked() {
        Connection current = connection;
        return blocked && current != null && current.isOpen(); // RabbitMQ reports an alarm to each new connection
    }

    /** Returns whether the connection is open. Does not connect. */
    boolean isOpen() {
        Connection current = connection;
        return current != null && current.isOpen();
    }

    /** Connects if there is no open connection. A failure is only logged. */
    void ensureOpen() {
        try {
            get();
        } catch (AmqpException e) {
            LOG.debug("There is no connection for publishing", e);
        }
    }

    /**
     * Returns the open connection. Connects if there is none, and blocks meanwhile.
     *
     * @throws AmqpException if the broker cannot be reached, or the last attempt failed less than half a second ago
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
                throw new AmqpResourceNotAvailableException("The last connection attempt has just failed");
            }
            return connect();
        } finally {
            lock.unlock();
        }
    }

    private Connection connect() {
        try {
            Connection opened = AmqpConnections.open(connectionFactory);
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
            LOG.info("RabbitMQ accepts messages again");
            blocked = false;
        }
    }
}
