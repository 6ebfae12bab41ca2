package io.damso.gateway.catchup;

import io.damso.edge.log.RareLog;
import io.damso.protocol.feeds.Digest;
import io.damso.protocol.feeds.RoomState;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageListener;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Receives the digests of persistence and passes on what they tell about rooms, with the time since when none was
 * missed. Confined to the thread of its consumer.
 */
final class Digests implements MessageListener {

    private static final Logger LOG = LoggerFactory.getLogger(Digests.class);

    /** A single digest names what was stored in this time, and a little more. */
    private static final long COVERED_NANOS = Digest.COVERS.minus(Digest.EVERY).toNanos();

    /** Receives what is stored of a room. */
    @FunctionalInterface
    interface Target {

        /**
         * Receives what is stored of a room.
         *
         * @param unbrokenSince since when no digest was missed
         */
        void digest(RoomState stored, long unbrokenSince);
    }

    private final Target target;
    private final JsonMapper json;
    private final LongSupplier nanoTime;
    private final RareLog unreadable = new RareLog(LOG);
    private final Map<Integer, Received> partitions = new HashMap<>();

    private static final class Received {

        private String epoch = "";
        private long number;
        private int missing;
        private long unbrokenSince;
    }

    Digests(Target target, JsonMapper json, LongSupplier nanoTime) {
        this.target = target;
        this.json = json;
        this.nanoTime = nanoTime;
    }

    @Override
    public void onMessage(Message message) {
        try {
            received(json.readValue(message.getBody(), Digest.class));
        } catch (JacksonException e) {
            unreadable.warn(
                    "A digest could not be read and was dropped; check the version of chat-persistence: {}",
                    e.getOriginalMessage());
        } catch (RuntimeException | Error e) { // Spring's container ends the process for an Error
            unreadable.error("A digest failed unexpectedly", e);
        }
    }

    /** Handles one message of a digest. */
    void received(Digest digest) {
        long since = unbrokenSince(digest);
        digest.rooms().forEach(room -> target.digest(room, since));
    }

    private long unbrokenSince(Digest digest) {
        Received last = partitions.computeIfAbsent(digest.partition(), partition -> new Received());
        boolean same = digest.epoch().equals(last.epoch) && digest.number() == last.number;
        if (same) {
            last.missing--;
            return last.unbrokenSince;
        }
        boolean next = digest.epoch().equals(last.epoch) && digest.number() == last.number + 1 && last.missing <= 0;
        if (!next) {
            last.unbrokenSince = nanoTime.getAsLong() - COVERED_NANOS;
        }
        last.epoch = digest.epoch();
        last.number = digest.number();
        last.missing = digest.parts() - 1;
        return last.unbrokenSince;
    }
}
