package io.damso.gateway.send;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The unconfirmed envelopes of one channel, by publish sequence number. RabbitMQ sends {@code basic.return} for an
 * unroutable message before its ack, so a returned envelope is already lost when the ack arrives. Outcomes are told on
 * the executor, in the order of the confirms; the reader of the AMQP connection submits one task for each frame.
 * Thread-safe.
 */
final class UnconfirmedEnvelopes {

    private final ConcurrentNavigableMap<Long, Unconfirmed> bySequence = new ConcurrentSkipListMap<>();
    private final Map<String, Unconfirmed> byName = new ConcurrentHashMap<>();
    private final Executor answers;
    private volatile boolean refused;

    /**
     * Creates the unconfirmed envelopes of a new channel.
     *
     * @param answers tells the outcomes, in the order of submission
     */
    UnconfirmedEnvelopes(Executor answers) {
        this.answers = answers;
    }

    /**
     * Adds an envelope that is about to be published.
     *
     * @param name unique on this channel; the broker names it when it returns the envelope
     * @param nowNanos as {@link System#nanoTime}
     */
    void add(long sequence, String name, SentEnvelope envelope, long nowNanos) {
        Unconfirmed unconfirmed = new Unconfirmed(sequence, name, envelope, nowNanos);
        bySequence.put(sequence, unconfirmed);
        byName.put(name, unconfirmed);
    }

    /** Ends the envelopes of an ack (RabbitMQ guide "Publisher Confirms"). */
    void ack(long sequence, boolean multiple) {
        settle(named(sequence, multiple), SentEnvelope::kept);
    }

    /** Ends the envelopes of a nack, which the broker did not accept. */
    void nack(long sequence, boolean multiple) {
        refused = true;
        settle(named(sequence, multiple), SentEnvelope::lost);
    }

    /** Ends an envelope that was routed to no queue. */
    void returned(String name) {
        Unconfirmed unconfirmed = byName.get(name);
        if (unconfirmed != null) {
            settle(List.of(unconfirmed), SentEnvelope::lost);
        }
    }

    /** Ends all envelopes: the channel is closed and no confirm can arrive. */
    void loseAll() {
        settle(bySequence.values(), SentEnvelope::lost);
    }

    /**
     * Tells envelopes that were published before that time that they are late, once. They stay, because a confirm may
     * still arrive.
     *
     * @param publishedBeforeNanos as {@link System#nanoTime}
     */
    void expire(long publishedBeforeNanos) {
        List<SentEnvelope> late = new ArrayList<>();
        for (Unconfirmed unconfirmed : bySequence.values()) { // the oldest is first
            if (unconfirmed.publishedAt - publishedBeforeNanos >= 0) {
                break;
            }
            if (!unconfirmed.late) {
                unconfirmed.late = true;
                late.add(unconfirmed.envelope);
            }
        }
        if (!late.isEmpty()) {
            answers.execute(() -> late.forEach(SentEnvelope::late));
        }
    }

    /** Returns whether the broker has sent a nack, and every envelope has an outcome. */
    boolean isRefused() {
        return refused && bySequence.isEmpty();
    }

    /** Returns whether an envelope was published before that time and has no outcome. */
    boolean isOlderThan(long publishedBeforeNanos) {
        Map.Entry<Long, Unconfirmed> oldest = bySequence.firstEntry();
        return oldest != null && oldest.getValue().publishedAt - publishedBeforeNanos < 0;
    }

    private Collection<Unconfirmed> named(long sequence, boolean multiple) {
        return (multiple ? bySequence.headMap(sequence, true) : bySequence.subMap(sequence, true, sequence, true))
                .values();
    }

    private void settle(Collection<Unconfirmed> candidates, Consumer<SentEnvelope> outcome) {
        List<SentEnvelope> settled = new ArrayList<>();
        for (Unconfirmed unconfirmed : candidates) {
            if (bySequence.remove(unconfirmed.sequence, unconfirmed)) { // only the first outcome counts
                byName.remove(unconfirmed.name, unconfirmed);
                settled.add(unconfirmed.envelope);
            }
        }
        if (!settled.isEmpty()) {
            answers.execute(() -> settled.forEach(outcome));
        }
    }

    private static final class Unconfirmed {

        private final long sequence;
        private final String name;
        private final SentEnvelope envelope;
        private final long publishedAt;
        private boolean late; // of the thread that expires

        Unconfirmed(long sequence, String name, SentEnvelope envelope, long publishedAt) {
            this.sequence = sequence;
            this.name = name;
            this.envelope = envelope;
            this.publishedAt = publishedAt;
        }
    }
}
