package io.damso.gateway.send;

import io.damso.gateway.RefusedException;
import io.damso.protocol.ErrorCode;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Messages of one channel that the broker has not confirmed yet, by publish sequence number. RabbitMQ sends
 * {@code basic.return} for an unroutable message before its ack, so a returned message has failed by then.
 */
final class PendingConfirms {

    private final ConcurrentNavigableMap<Long, Pending> bySequence = new ConcurrentSkipListMap<>();
    private final Map<String, Pending> byMessageId = new ConcurrentHashMap<>();

    /** Remembers a message that is about to be published. */
    CompletableFuture<Void> add(long sequence, String messageId) {
        Pending pending = new Pending(messageId, new CompletableFuture<>());
        bySequence.put(sequence, pending);
        byMessageId.put(messageId, pending);
        pending.confirmed.whenComplete((confirmed, failure) -> {
            bySequence.remove(sequence, pending);
            byMessageId.remove(messageId, pending);
        });
        return pending.confirmed;
    }

    /** Completes what an ack names (RabbitMQ guide "Publisher Confirms"). */
    void ack(long sequence, boolean multiple) {
        settled(sequence, multiple).values().forEach(pending -> pending.confirmed.complete(null));
    }

    /** Fails what a nack names: the broker could not take charge of it. */
    void nack(long sequence, boolean multiple) {
        settled(sequence, multiple).values().forEach(PendingConfirms::fail);
    }

    /** Fails a message that reached no queue. */
    void returned(String messageId) {
        Pending pending = byMessageId.get(messageId);
        if (pending != null) {
            fail(pending);
        }
    }

    /** Fails everything: the channel is gone and no confirm will come. */
    void failAll() {
        bySequence.values().forEach(PendingConfirms::fail);
    }

    private Map<Long, Pending> settled(long sequence, boolean multiple) {
        return multiple ? bySequence.headMap(sequence, true) : bySequence.subMap(sequence, true, sequence, true);
    }

    private static void fail(Pending pending) {
        pending.confirmed.completeExceptionally(new RefusedException(ErrorCode.BROKER_UNAVAILABLE));
    }

    private record Pending(String messageId, CompletableFuture<Void> confirmed) {}
}
