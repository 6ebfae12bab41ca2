package io.damso.load.run;

import io.damso.bench.measure.LatencySummary;
import io.damso.load.client.ClientEvents;
import io.damso.load.client.LoadClient;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.HdrHistogram.ConcurrentHistogram;

/** Measures the times from messages to their acknowledgements. Thread-safe. */
public final class ConfirmationTimes implements ClientEvents {

    private record Request(LoadClient client, int number) {}

    private final Map<Request, Long> sent = new ConcurrentHashMap<>();
    private final ConcurrentHistogram times = LatencySummary.histogram();

    @Override
    public void sent(LoadClient client, int number) {
        sent.put(new Request(client, number), System.nanoTime());
    }

    @Override
    public void acknowledged(LoadClient client, int number) {
        Long begin = sent.remove(new Request(client, number));
        if (begin != null) {
            times.recordValue(System.nanoTime() - begin);
        }
    }

    /** Forgets the times of messages that are acknowledged by now. */
    public void reset() {
        times.reset();
    }

    /** Returns the number of messages that are not acknowledged. */
    public int missing() {
        return sent.size();
    }

    /** Returns the times since {@link #reset}. */
    public LatencySummary times() {
        return LatencySummary.of(times);
    }
}
