package io.damso.gateway.relay;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Shows that what is published to the exchange of live messages reaches this node: numbered messages of the node to
 * itself. A connection may be sound although nothing arrives any more, for example because persistence has removed the
 * exchange of a node that was paused; and the broker drops the oldest messages of a queue that is full.
 *
 * <p>A number is used until RabbitMQ has confirmed it, so a number that is not heard was lost. While RabbitMQ confirms
 * nothing, nothing is concluded. Confined to the thread {@code relay}.
 */
final class Beacon {

    /** Content type of a beacon. */
    static final String CONTENT_TYPE = "application/vnd.damso.beacon";

    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(3);

    /** Time from the confirm to the arrival; a loaded broker needs seconds. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** What became of a beacon at the broker. */
    enum Outcome {
        CONFIRMED,
        /** Nothing is bound to its routing key. */
        RETURNED,
        /** Not confirmed in time, or not sent. It may arrive nevertheless. */
        UNKNOWN
    }

    /** Publishes beacons. Must not block; passes the outcome to the consumer later, on the thread {@code relay}. */
    interface Publisher {

        void publish(String run, byte[] body, Consumer<Outcome> outcome);

        /** Publishes nothing more. */
        void shutdown();
    }

    /** Receives what beacons show. */
    interface Listener {

        /** Messages were lost on their way to the queue, or in it. Later ones arrive. */
        void missed();

        /** Nothing arrives any more. */
        void deaf();
    }

    private final Publisher publisher;
    private final Listener listener;
    private @Nullable String run;
    private long epoch;
    private long confirmed;
    private long heard;
    private long confirmedAt;
    private boolean inFlight;
    private long lastSent;

    Beacon(Publisher publisher, Listener listener) {
        this.publisher = publisher;
        this.listener = listener;
    }

    /** A queue of the run is subscribed; it gets the beacons that are published from now on. */
    void live(String liveRun, long nowNanos) {
        run = liveRun;
        epoch++;
        confirmed = 0;
        heard = 0;
        inFlight = false;
        lastSent = nowNanos - EVERY_NANOS;
    }

    /** The queue is lost; beacons that are on their way do not count. */
    void lost() {
        run = null;
    }

    /** Publishes the next beacon when it is time, and tells if one was not heard in time. */
    void tick(long nowNanos) {
        String current = run;
        if (current == null) {
            return;
        }
        if (heard < confirmed && nowNanos - confirmedAt > PATIENCE_NANOS) {
            lost();
            listener.deaf();
        } else if (!inFlight && nowNanos - lastSent >= EVERY_NANOS) {
            inFlight = true;
            lastSent = nowNanos;
            long ofEpoch = epoch;
            long number = confirmed + 1;
            publisher.publish(current, body(ofEpoch, number), outcome -> published(ofEpoch, number, outcome));
        }
    }

    private static byte[] body(long epoch, long number) {
        return (epoch + " " + number).getBytes(StandardCharsets.US_ASCII);
    }

    private void published(long ofEpoch, long number, Outcome outcome) {
        if (run == null || ofEpoch != epoch) {
            return;
        }
        inFlight = false;
        switch (outcome) {
            case CONFIRMED -> {
                if (heard >= confirmed) {
                    confirmedAt = lastSent;
                }
                confirmed = number;
            }
            case RETURNED -> {
                lost();
                listener.deaf();
            }
            case UNKNOWN -> {
                // The number is used again.
            }
        }
    }

    /** Publishes nothing more. May be called on any thread. */
    void shutdown() {
        publisher.shutdown();
    }

    /** A beacon has arrived. Anything else than a beacon of this queue is ignored. */
    void received(byte[] body) {
        String[] parts = new String(body, StandardCharsets.US_ASCII).split(" ", -1);
        if (run == null || parts.length != 2 || !parts[0].equals(Long.toString(epoch))) {
            return;
        }
        long number = number(parts[1]);
        if (number > heard) {
            boolean gap = number > heard + 1;
            heard = number;
            if (gap) {
                listener.missed();
            }
        }
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
