package io.damso.persistence.ingest;

import com.rabbitmq.client.Channel;
import io.damso.persistence.store.MessageStore;
import io.damso.protocol.ChatMessage;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;

/**
 * Decides what becomes of a delivery; the only place that does.
 *
 * <ul>
 *   <li>unreadable or invalid: put aside as a dead letter, then acknowledged; if nobody confirms that, rejected without
 *       requeue, which makes the queue's policy put it aside, without the reason
 *   <li>duplicate: the store drops it, acknowledged
 *   <li>store away: tried again, the deliveries held, until it works or the service stops. Requeueing instead would use
 *       up the queue's delivery limit.
 * </ul>
 */
final class FailurePolicy {

    private static final Logger log = LoggerFactory.getLogger(FailurePolicy.class);

    private final MessageStore store;
    private final DeadLetters deadLetters;
    private final HoldingBackOff backOff;

    FailurePolicy(MessageStore store, DeadLetters deadLetters, HoldingBackOff backOff) {
        this.store = store;
        this.deadLetters = deadLetters;
        this.backOff = backOff;
    }

    /**
     * Returns when the batch is stored.
     *
     * @return how many of the batch were new
     * @throws IllegalStateException if the service stops before; the broker delivers the batch again
     */
    int storeHolding(List<ChatMessage> batch) {
        for (int attempt = 1; ; attempt++) {
            try {
                return store.store(batch);
            } catch (RuntimeException e) {
                log.warn("Attempt {} failed; {} messages are held: {}", attempt, batch.size(), e.toString());
                log.debug("Cause", e);
            }
            if (!backOff.pause(attempt)) {
                throw new IllegalStateException("Stopped before " + batch.size() + " messages were stored");
            }
        }
    }

    /**
     * Puts a delivery aside.
     *
     * @return whether it is still to be acknowledged
     * @throws IOException if the broker is lost; it delivers the message again
     */
    boolean putAside(Message message, String reason, Channel channel) throws IOException {
        log.warn("Dead letter: {}", reason);
        if (deadLetters.putAside(message, reason)) {
            return true;
        }
        channel.basicReject(message.getMessageProperties().getDeliveryTag(), false);
        return false;
    }
}
