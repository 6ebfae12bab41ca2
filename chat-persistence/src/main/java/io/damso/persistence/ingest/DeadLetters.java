package io.damso.persistence.ingest;

import io.damso.protocol.BrokerTopology;
import java.time.Duration;
import java.util.Date;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/**
 * Publishes messages that cannot be stored as dead letters, with the reason in a header and the time as the timestamp.
 */
class DeadLetters {

    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

    private final RabbitTemplate rabbit;
    private final Duration confirmTimeout;

    /**
     * Needs a connection factory with correlated confirms and returns, so that an unroutable dead letter is
     * detected.
     */
    DeadLetters(ConnectionFactory connections, Duration confirmTimeout) {
        this.rabbit = new RabbitTemplate(connections);
        this.rabbit.setMandatory(true);
        this.confirmTimeout = confirmTimeout;
    }

    /**
     * Publishes a dead letter and returns whether the broker confirmed and routed it. Blocks up to the confirm
     * timeout.
     */
    boolean deadLetter(Message message, String reason) {
        Message copy = MessageBuilder.fromClonedMessage(message)
                .setHeader(BrokerTopology.REASON_HEADER, reason)
                .setTimestamp(new Date())
                .build();
        CorrelationData correlation = new CorrelationData();
        try {
            rabbit.send(
                    BrokerTopology.DEAD_LETTER_EXCHANGE,
                    message.getMessageProperties().getReceivedRoutingKey(),
                    copy,
                    correlation);
            return correlation
                            .getFuture()
                            .get(confirmTimeout.toMillis(), TimeUnit.MILLISECONDS)
                            .ack()
                    && correlation.getReturned() == null;
        } catch (AmqpException | ExecutionException | TimeoutException e) {
            log.debug("Dead letter was not confirmed", e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
