package io.damso.gateway.send;

import io.damso.gateway.RefusedException;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.RoomId;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * An envelope that was published, until its outcome is known. A timeout is no outcome: the broker may still confirm it.
 * Confined to the thread of the answers, except the getters.
 */
final class SentEnvelope {

    /** What the broker did with it. */
    enum Outcome {
        UNKNOWN,
        KEPT,
        /** It is not in a queue, or nobody will learn whether it is. */
        LOST
    }

    private final List<Outgoing> messages;
    private final Consumer<SentEnvelope> settled;
    private Outcome outcome = Outcome.UNKNOWN;
    private byte[] bytes = {}; // written before it is published, read after its outcome
    private long publishedAt;

    /**
     * Creates a published envelope.
     *
     * @param settled called once, when the outcome is known
     */
    SentEnvelope(List<Outgoing> messages, Consumer<SentEnvelope> settled) {
        this.messages = messages;
        this.settled = settled;
    }

    List<Outgoing> messages() {
        return messages;
    }

    /**
     * Sets what is published.
     *
     * @param nowNanos as {@link System#nanoTime}
     */
    void write(byte[] envelope, long nowNanos) {
        bytes = envelope;
        publishedAt = nowNanos;
    }

    /** Returns when it was published, as {@link System#nanoTime}. It was not stored before. */
    long publishedAt() {
        return publishedAt;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Returns the rooms of the messages, each once. */
    List<RoomId> rooms() {
        return messages.stream().map(Outgoing::roomId).distinct().toList();
    }

    Outcome outcome() {
        return outcome;
    }

    /** The broker has confirmed it, and did not return it. */
    void kept() {
        outcome = Outcome.KEPT;
        settled.accept(this); // first: whoever learns of it may send the next message, and it has its place
        messages.forEach(message -> message.confirmed().complete(null));
    }

    /** The broker refused or returned it, or the channel was lost. */
    void lost() {
        outcome = Outcome.LOST;
        RefusedException refused = new RefusedException(ErrorCode.BROKER_UNAVAILABLE);
        settled.accept(this);
        messages.forEach(message -> message.confirmed().completeExceptionally(refused));
    }

    /** There was no outcome in time. */
    void late() {
        messages.forEach(message -> message.confirmed().completeExceptionally(new TimeoutException()));
    }
}
