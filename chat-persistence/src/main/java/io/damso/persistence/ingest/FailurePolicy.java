package io.damso.persistence.ingest;

import io.damso.edge.log.RareLog;
import io.damso.persistence.store.MessageStore;
import io.damso.persistence.store.StoreOutage;
import io.damso.persistence.store.StoredBatch;
import io.damso.protocol.BrokerTopology;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpIllegalStateException;
import org.springframework.amqp.core.Message;
import org.springframework.core.NestedExceptionUtils;

/**
 * Decides how each delivery ends:
 *
 * <ul>
 *   <li>unreadable or invalid: published as a dead letter with the reason, then acknowledged
 *   <li>refused by an available store: the batch is halved until the refused message is alone; that one becomes a dead
 *       letter, if the store accepts other writes, and the others are stored in their order
 *   <li>duplicate: dropped by the store, then acknowledged
 *   <li>store not available, or a dead letter not confirmed: repeated with the deliveries held until it succeeds or the
 *       service stops. Requeueing instead would use up the queue's delivery limit, and the queue may lose what it then
 *       drops.
 * </ul>
 */
final class FailurePolicy {

    private static final Logger LOG = LoggerFactory.getLogger(FailurePolicy.class);
    private static final int LONGEST_REASON = 200;

    /** Number of failures of a single message before it becomes a dead letter; one failure may have another cause. */
    private static final int ATTEMPTS_ALONE = 3;

    private final MessageStore store;
    private final DeadLetters deadLetters;
    private final HoldingBackOff backOff;
    private final RareLog storeAway = new RareLog(LOG);
    private final RareLog failures = new RareLog(LOG);
    private final RareLog unconfirmed = new RareLog(LOG);
    private final RareLog deadLetterLog = new RareLog(LOG);

    FailurePolicy(MessageStore store, DeadLetters deadLetters, HoldingBackOff backOff) {
        this.store = store;
        this.deadLetters = deadLetters;
        this.backOff = backOff;
    }

    /** Lets failed attempts be repeated after a pause. */
    void start() {
        backOff.start();
    }

    /** Ends all pauses; from now on failed attempts are not repeated. */
    void stop() {
        backOff.stop();
    }

    /**
     * Stores a batch. Blocks until all messages that the store does not refuse are stored.
     *
     * @param refused receives the messages that must become dead letters
     * @return what became of the messages that are not refused
     * @throws AmqpIllegalStateException if the service stops before; the broker redelivers the batch
     */
    StoredBatch storeHolding(List<Delivery> batch, List<RejectedDelivery> refused) {
        for (int attempt = 1; ; attempt++) {
            Throwable failure;
            try {
                return store.store(batch.stream().map(Delivery::arrival).toList());
            } catch (Throwable e) { // an Error would end the process
                failure = e;
            }
            LOG.debug("Attempt {} at {} messages failed", attempt, batch.size(), failure);
            boolean alone = batch.size() == 1;
            if (StoreOutage.isCauseOf(failure) || alone && !store.acceptsWrites()) {
                storeAway.warn(
                        "The store is not available; {} messages are held and stored later: {}",
                        batch.size(),
                        NestedExceptionUtils.getMostSpecificCause(failure).toString());
            } else if (!alone) {
                int half = batch.size() / 2;
                return storeHolding(batch.subList(0, half), refused)
                        .plus(storeHolding(batch.subList(half, batch.size()), refused));
            } else if (attempt >= ATTEMPTS_ALONE) {
                refused.add(new RejectedDelivery(batch.getFirst().alone().get(), reason(failure)));
                return StoredBatch.NONE;
            }
            pause(attempt);
        }
    }

    /**
     * Runs what needs the store, again and again while the store is not available. A failure that has another cause is
     * logged.
     *
     * @throws AmqpIllegalStateException if the service stops before; the broker redelivers the batch
     */
    void holding(Runnable action) {
        for (int attempt = 1; ; attempt++) {
            try {
                action.run();
                return;
            } catch (Throwable e) { // an Error would end the process
                if (!StoreOutage.isCauseOf(e)) {
                    failures.error("Barriers failed in an unforeseen way; they are not answered", e);
                    return;
                }
                storeAway.warn(
                        "The store is not available; barriers are held and answered later: {}",
                        NestedExceptionUtils.getMostSpecificCause(e).toString());
            }
            pause(attempt);
        }
    }

    private void pause(int attempt) {
        if (!backOff.pause(attempt)) {
            throw new AmqpIllegalStateException("Stopped before the batch was stored; the broker redelivers it");
        }
    }

    private static String reason(Throwable failure) {
        String reason = "refused by the store: " + NestedExceptionUtils.getMostSpecificCause(failure);
        return reason.substring(0, Math.min(reason.length(), LONGEST_REASON));
    }

    /**
     * Publishes a dead letter. Blocks until the broker has confirmed it; then the delivery may be acknowledged.
     *
     * @throws AmqpIllegalStateException if the service stops before; the broker redelivers the message
     */
    void deadLetter(Message message, String reason) {
        for (int attempt = 1; !deadLetters.deadLetter(message, reason); attempt++) {
            unconfirmed.warn(
                    "The broker does not confirm a dead letter, which blocks its partition; check the queue {}",
                    BrokerTopology.DEAD_LETTER_QUEUE);
            pause(attempt);
        }
        deadLetterLog.warn("A message was moved to the dead letters; the reason is in its header");
    }
}
