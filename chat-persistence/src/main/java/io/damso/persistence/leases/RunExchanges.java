package io.damso.persistence.leases;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeoutException;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;

/**
 * The exchanges of runs in the broker. An interrupted removal is continued by the next one, and two processes may
 * remove the same run at the same time.
 */
final class RunExchanges {

    /** Publishers to the exchange at which the bindings begin wait while the broker removes those of one exchange. */
    private static final Duration PAUSE = Duration.ofMillis(50);

    /** The broker deletes an exclusive queue a moment after its connection, also that of a run that has just ended. */
    private static final Duration QUEUE_GONE_AFTER = Duration.ofMillis(500);

    private static final int ATTEMPTS = 3;

    private final ConnectionFactory connections;

    RunExchanges(ConnectionFactory connections) {
        this.connections = connections;
    }

    /**
     * Removes all exchanges of a run, unless the run's queue exists. Blocks for about 0.1 s for each exchange.
     *
     * <p>The run's exchange is the first: nothing reaches its queue any more, and if it cannot be removed, nothing has
     * changed. The others follow from the last one to the first, so that those that are left after an interruption can
     * be found by counting.
     *
     * @return number of exchanges of rooms; empty if the run lives
     * @throws IOException if the broker refused or the connection was lost; some exchanges may be removed
     * @throws org.springframework.amqp.AmqpException if the broker is not available
     */
    OptionalInt remove(GatewayRun run) throws IOException, TimeoutException, InterruptedException {
        Connection connection = connection();
        if (!isRemoved(run, connection)) {
            return OptionalInt.empty();
        }
        int number = count(run, connection);
        try (Channel channel = open(connection)) {
            for (int k = number - 1; k >= 0; k--) {
                channel.exchangeDelete(run.roomsExchange(k));
                Thread.sleep(PAUSE);
            }
        }
        return OptionalInt.of(number);
    }

    /** Spring's own channels write an error to the log if the broker closes one, which is an expected answer here. */
    private Connection connection() throws IOException {
        Connection connection = connections.createConnection().getDelegate();
        if (connection == null) {
            throw new IOException("There is no connection to the broker");
        }
        return connection;
    }

    private static boolean isRemoved(GatewayRun run, Connection connection)
            throws IOException, TimeoutException, InterruptedException {
        for (int attempt = 1; !isRemovedUnlessUsed(run, connection); attempt++) {
            if (attempt == ATTEMPTS) {
                return false;
            }
            Thread.sleep(QUEUE_GONE_AFTER);
        }
        return true;
    }

    /** Returns false if a queue is bound to the exchange. An exchange that does not exist counts as removed. */
    private static boolean isRemovedUnlessUsed(GatewayRun run, Connection connection)
            throws IOException, TimeoutException {
        return isDone(connection, AMQP.PRECONDITION_FAILED, channel -> channel.exchangeDelete(run.exchange(), true));
    }

    private static int count(GatewayRun run, Connection connection) throws IOException, TimeoutException {
        int number = 0;
        while (exists(run.roomsExchange(number), connection)) {
            number++;
        }
        return number;
    }

    private static boolean exists(String exchange, Connection connection) throws IOException, TimeoutException {
        return isDone(connection, AMQP.NOT_FOUND, channel -> channel.exchangeDeclarePassive(exchange));
    }

    /** Returns false if the broker refuses with the given code, which closes the channel (AMQP 0-9-1 "close"). */
    private static boolean isDone(Connection connection, int refusal, Operation operation)
            throws IOException, TimeoutException {
        Channel channel = open(connection);
        try {
            operation.run(channel);
        } catch (IOException e) {
            if (e.getCause() instanceof ShutdownSignalException closed
                    && closed.getReason() instanceof AMQP.Channel.Close answer
                    && answer.getReplyCode() == refusal) {
                return false;
            }
            throw e;
        }
        channel.close();
        return true;
    }

    private static Channel open(Connection connection) throws IOException {
        return connection.openChannel().orElseThrow(() -> new IOException("No channel of the connection is free"));
    }

    private interface Operation {

        void run(Channel channel) throws IOException;
    }
}
