package io.damso.bench.broker.count;

import io.damso.bench.measure.LatencySummary;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;

/** What became of the messages of one phase of a measurement. Thread-safe. */
public final class Tally {

    private final int number;
    private final LongAdder sent = new LongAdder();
    private final LongAdder kept = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder envelopes = new LongAdder();
    private final LongAdder expected = new LongAdder();
    private final ConcurrentHistogram confirms = LatencySummary.histogram();
    private final ConcurrentHistogram deliveries = LatencySummary.histogram();

    Tally(int number) {
        this.number = number;
    }

    /** Returns the number of the phase; part of the ids of its messages. */
    public int number() {
        return number;
    }

    /** Counts a message that is handed to its gateway. */
    public void sent() {
        sent.increment();
    }

    /** Counts a message that the broker has confirmed, and that all gateways of its room expect now. */
    public void kept(Message message, long nowNanos) {
        kept.increment();
        expected.add(message.room().gateways().size());
        confirms.recordValue(Math.max(0, nowNanos - message.dueAt()));
    }

    /** Counts a message that the broker did not keep, or that had no space before it. */
    public void refused() {
        refused.increment();
    }

    /** Counts an envelope whose first message is of this phase. */
    public void envelope() {
        envelopes.increment();
    }

    /** Counts the arrival of a message at a gateway of its room. */
    public void delivered(long dueAtNanos, long nowNanos) {
        deliveries.recordValue(Math.max(0, nowNanos - dueAtNanos));
    }

    /** Returns the number of messages that were kept. */
    public long keptMessages() {
        return kept.sum();
    }

    /** Returns the number of messages that were not kept. */
    public long refusedMessages() {
        return refused.sum();
    }

    /** Returns the mean number of messages of an envelope; 0 without any. */
    public double envelopeSize() {
        return envelopes.sum() == 0 ? 0 : (double) sent.sum() / envelopes.sum();
    }

    /** Returns the number of arrivals that are still missing. */
    public long missing() {
        return expected.sum() - deliveries.getTotalCount();
    }

    /** Returns whether every message has an outcome and has arrived everywhere. */
    public boolean isComplete() {
        return isSettled() && missing() <= 0;
    }

    /** Returns whether every message has an outcome. */
    public boolean isSettled() {
        return kept.sum() + refused.sum() >= sent.sum();
    }

    /** Returns the time from when a message was due until its confirm. */
    public LatencySummary confirms() {
        return LatencySummary.of(confirms);
    }

    /** Returns the time from when a message was due until its arrival at a gateway. */
    public LatencySummary deliveries() {
        return LatencySummary.of(deliveries);
    }
}
