package io.damso.gateway.send;

import io.damso.gateway.RefusedException;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.envelope.Envelope;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends the messages of one partition in envelopes, in the order of the calls. No timer gathers them: while an envelope
 * is in flight, what comes gathers; a lone message leaves at once. Full envelopes do not wait, up to
 * {@value #MAX_IN_FLIGHT} in flight (as small segments in TCP, RFC 896). One thread publishes; callers block only
 * while the bounds are reached. Messages that are kept are passed to the live leg in the order of publishing.
 * Thread-safe.
 */
final class PartitionSender {

    /** Well below the 32 commands of one publisher after which a quorum queue slows down its channel. */
    private static final int MAX_IN_FLIGHT = 4;

    private final DurableLeg durable;
    private final Consumer<SentEnvelope> live;
    private final Executor thread;
    private final SendBounds bounds;
    private final IntConsumer envelopeSizes;
    private final Queue<Outgoing> gathered = new ArrayDeque<>();
    private final Deque<SentEnvelope> inFlight = new ArrayDeque<>();
    private int held;
    private long heldBytes;
    private long gatheredBytes;
    private boolean scheduled;

    /**
     * Creates the sender of a partition.
     *
     * @param live takes the envelopes that are kept, without blocking
     * @param thread runs one task at a time, in their order; may block
     * @param bounds of the messages without an outcome
     * @param envelopeSizes receives the number of messages of each envelope
     */
    PartitionSender(
            DurableLeg durable,
            Consumer<SentEnvelope> live,
            Executor thread,
            SendBounds bounds,
            IntConsumer envelopeSizes) {
        this.durable = durable;
        this.live = live;
        this.thread = thread;
        this.bounds = bounds;
        this.envelopeSizes = envelopeSizes;
    }

    /**
     * Accepts the message that {@code stamp} creates; it is called in the order in which messages are published. Blocks
     * while too many messages have no outcome, at most for the time of the bounds.
     *
     * @return as in {@link MessagePublisher#publish}
     */
    CompletableFuture<Void> send(Supplier<Outgoing> stamp) {
        Outgoing message;
        synchronized (this) {
            if (!awaitPlace()) {
                return CompletableFuture.failedFuture(new RefusedException(ErrorCode.BROKER_UNAVAILABLE));
            }
            message = stamp.get();
            held++;
            heldBytes += message.size();
            gathered.add(message);
            gatheredBytes += message.size();
        }
        schedule();
        return message.confirmed();
    }

    /** Called with the monitor. Returns false if no place was free in time. */
    private boolean awaitPlace() {
        long deadline = System.nanoTime() + bounds.waitNanos();
        while (held >= bounds.messages() || heldBytes >= bounds.bytes()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    private void schedule() {
        synchronized (this) {
            if (scheduled || !mayPublish()) {
                return;
            }
            scheduled = true;
        }
        thread.execute(this::publishGathered);
    }

    /** Called with the monitor. */
    private boolean mayPublish() {
        return switch (inFlight.size()) {
            case 0 -> !gathered.isEmpty();
            case MAX_IN_FLIGHT -> false;
            default -> gathered.size() >= Envelope.MAX_ENTRIES || gatheredBytes >= Envelope.MAX_BYTES;
        };
    }

    private void publishGathered() {
        for (SentEnvelope next = next(); next != null; next = next()) {
            envelopeSizes.accept(next.messages().size());
            durable.publish(next);
        }
    }

    private synchronized @Nullable SentEnvelope next() {
        if (!mayPublish()) {
            scheduled = false;
            return null;
        }
        List<Outgoing> messages = new ArrayList<>();
        int bytes = Envelope.MAX_ORIGIN_LENGTH;
        for (Outgoing first = gathered.peek();
                first != null
                        && messages.size() < Envelope.MAX_ENTRIES
                        && (messages.isEmpty() || bytes + first.size() <= Envelope.MAX_BYTES);
                first = gathered.peek()) {
            messages.add(gathered.remove());
            gatheredBytes -= first.size();
            bytes += first.size();
        }
        SentEnvelope envelope = new SentEnvelope(messages, this::settled);
        inFlight.add(envelope);
        return envelope;
    }

    /** Passes on what is kept, in the order of publishing, although a confirm may overtake another. */
    private void settled(SentEnvelope envelope) {
        synchronized (this) {
            release(envelope.messages());
            for (SentEnvelope first = inFlight.peek();
                    first != null && first.outcome() != SentEnvelope.Outcome.UNKNOWN;
                    first = inFlight.peek()) {
                inFlight.remove();
                if (first.outcome() == SentEnvelope.Outcome.KEPT) {
                    live.accept(first);
                }
            }
        }
        schedule();
    }

    private void release(List<Outgoing> messages) {
        held -= messages.size();
        for (Outgoing message : messages) {
            heldBytes -= message.size();
            notify(); // one caller for each place: thousands may wait
        }
        if (held == 0) {
            notifyAll();
        }
    }

    /**
     * Fails messages that were accepted longer than the timeout ago and have no outcome. Replaces the channel after
     * twice that time. Called on the thread that completes futures: the publishing thread may be blocked.
     */
    void expire(long nowNanos, long timeoutNanos) {
        durable.expire(nowNanos - timeoutNanos);
        List<Outgoing> late = new ArrayList<>();
        synchronized (this) {
            for (Outgoing first = gathered.peek();
                    first != null && nowNanos - first.acceptedAt() > timeoutNanos;
                    first = gathered.peek()) {
                late.add(gathered.remove());
                gatheredBytes -= first.size();
            }
            release(late);
        }
        late.forEach(message -> message.confirmed().completeExceptionally(new TimeoutException()));
        thread.execute(() -> durable.replaceSilentChannel(nowNanos - 2 * timeoutNanos));
    }

    /** Waits until all messages have an outcome and are passed on, at most until that time. */
    synchronized void awaitEmpty(long deadlineNanos) throws InterruptedException {
        while (held > 0) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
            if (left <= 0) {
                return;
            }
            wait(left);
        }
    }
}
