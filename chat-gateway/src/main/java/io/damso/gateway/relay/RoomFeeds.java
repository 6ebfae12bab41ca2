package io.damso.gateway.relay;

import io.damso.edge.log.RareLog;
import io.damso.gateway.Guard;
import io.damso.gateway.rooms.feed.RoomMessage;
import io.damso.protocol.RoomId;
import io.damso.protocol.envelope.DamagedEnvelopeException;
import io.damso.protocol.envelope.Entry;
import io.damso.protocol.envelope.Envelope;
import io.damso.protocol.envelope.EnvelopeCodec;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rooms of the node, and the way of the entries of an envelope to them. Confined to the thread {@code relay}, except
 * {@link #deliver}.
 */
final class RoomFeeds {

    private static final Logger LOG = LoggerFactory.getLogger(RoomFeeds.class);

    private final RareLog damages = new RareLog(LOG);
    private final Guard delivery = new Guard(LOG, "The delivery of a message failed unexpectedly");
    private final Map<RoomId, RoomFeed> feeds = new ConcurrentHashMap<>();

    void add(RoomFeed feed) {
        feeds.put(feed.roomId(), feed);
    }

    void remove(RoomFeed feed) {
        feeds.remove(feed.roomId(), feed);
    }

    void queueLive(@Nullable String run) {
        feeds.values().forEach(feed -> feed.queueLive(run));
    }

    void queueLost() {
        feeds.values().forEach(RoomFeed::queueLost);
    }

    /** Passes on what the node's queue delivers. On the thread that received it. */
    void deliver(byte[] bytes) {
        Envelope envelope;
        try {
            envelope = EnvelopeCodec.read(bytes);
        } catch (DamagedEnvelopeException e) {
            damages.error("Messages were not delivered; find their publisher on exchange damso.live", e);
            return;
        }
        for (int i = 0; i < envelope.entries().size(); i++) {
            Entry entry = envelope.entries().get(i);
            RoomFeed feed = feeds.get(entry.roomId());
            // Without a feed, the entry is here because of another room of the envelope.
            if (feed != null && feed.delivers()) {
                RoomMessage message = new RoomMessage(envelope.origin(), envelope.numberOf(i), entry);
                delivery.run(() -> deliver(feed, message));
            }
        }
    }

    private static void deliver(RoomFeed feed, RoomMessage message) {
        if (isUtf8(message.body())) {
            feed.sink().message(message);
        } else {
            LOG.error("A message in room {} is not UTF-8 and was not delivered; find its publisher", feed.roomId());
        }
    }

    /** Text frames to clients must be UTF-8; otherwise the clients fail the connection (RFC 6455 §8.1). */
    private static boolean isUtf8(byte[] body) {
        for (byte b : body) {
            if (b < 0) {
                return isDecodable(body);
            }
        }
        return true;
    }

    private static boolean isDecodable(byte[] body) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
