package io.damso.load.run;

import io.damso.load.client.ClientEvents;
import io.damso.load.client.LoadClient;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts the messages that a peer has acknowledged, and those that it has refused. Thread-safe. */
public final class Confirmations implements ClientEvents {

    private static final int REASONS = 3;

    private final LongAdder confirmed = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final Set<String> reasons = ConcurrentHashMap.newKeySet();

    @Override
    public void acknowledged(LoadClient client, int number) {
        confirmed.increment();
    }

    @Override
    public void refused(LoadClient client, String text) {
        refused.increment();
        if (reasons.size() < REASONS) {
            reasons.add(text);
        }
    }

    /** Returns the number of acknowledged messages. */
    public long confirmed() {
        return confirmed.sum();
    }

    /** Returns the number of refusals. */
    public long refused() {
        return refused.sum();
    }

    /** Returns the number of refusals with some of their reasons in words; empty if nothing was refused. */
    public Optional<String> describeRefused() {
        return refused() == 0
                ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, "%,d refused: %s", refused(), String.join("; ", reasons)));
    }

    /**
     * Waits for outstanding acknowledgements: until all are complete, none has arrived for 3 s, or 30 s have passed.
     *
     * @param sent number of sent messages
     * @throws InterruptedException if interrupted
     */
    public void await(long sent) throws InterruptedException {
        Drain.await(() -> confirmed() + refused() >= sent, this::confirmed);
    }
}
