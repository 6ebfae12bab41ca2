package io.damso.persistence.ingest.deadletter;

import com.rabbitmq.client.Delivery;
import io.damso.persistence.ingest.DeliveryReader;
import io.damso.persistence.ingest.InvalidMessageException;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.envelope.DamagedEnvelopeException;
import io.damso.protocol.envelope.Entry;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as the queue delivered it. Usually it has one entry; one that RabbitMQ itself put aside, because it was
 * redelivered too often, may be an envelope with many. Nothing that it returns for display contains the text of a
 * message.
 */
final class DeadLetter {

    private static final int DIGEST_BYTES = 6;
    private static final String ROOM_KEY = "rooms.";

    private final Delivery delivery;
    private final List<Entry> entries;
    private final @Nullable String unreadable;

    private DeadLetter(Delivery delivery, List<Entry> entries, @Nullable String unreadable) {
        this.delivery = delivery;
        this.entries = entries;
        this.unreadable = unreadable;
    }

    /** Reads a delivery; one that cannot be read is a dead letter, too. */
    static DeadLetter of(Delivery delivery, DeliveryReader reader) {
        try {
            List<Entry> entries = reader.entries(delivery.getProperties().getContentType(), delivery.getBody());
            return new DeadLetter(delivery, entries, whyUnreadable(entries, reader));
        } catch (InvalidMessageException | DamagedEnvelopeException e) {
            return new DeadLetter(delivery, List.of(), String.valueOf(e.getMessage()));
        }
    }

    /** One readable entry is enough: a replay separates it from the others, which arrive here again. */
    private static @Nullable String whyUnreadable(List<Entry> entries, DeliveryReader reader) {
        String reason = null;
        for (Entry entry : entries) {
            try {
                reader.read(entry);
                return null;
            } catch (InvalidMessageException e) {
                reason = String.valueOf(e.getMessage());
            }
        }
        return reason;
    }

    /** Returns the tag for its acknowledgement on the channel that delivered it. */
    long deliveryTag() {
        return delivery.getEnvelope().getDeliveryTag();
    }

    /** Returns its messages, none of which is lost in a replay; empty if not even the envelope can be read. */
    List<Entry> entries() {
        return entries;
    }

    /** Returns why it cannot be stored now; null if it can be read. */
    @Nullable
    String unreadable() {
        return unreadable;
    }

    /** Returns when it was put aside, if that is known: to the second. */
    @Nullable
    Instant putAside() {
        Date time = delivery.getProperties().getTimestamp();
        if (time == null
                && header("x-death") instanceof List<?> deaths
                && !deaths.isEmpty()
                && deaths.getFirst() instanceof Map<?, ?> last
                && last.get("time") instanceof Date byBroker) {
            time = byBroker;
        }
        return time == null ? null : time.toInstant();
    }

    /** Returns the room of the first message, if it is known. */
    @Nullable
    String room() {
        if (!entries.isEmpty()) {
            return entries.getFirst().roomId().value();
        }
        String key = delivery.getEnvelope().getRoutingKey();
        return key.startsWith(ROOM_KEY) ? key.substring(ROOM_KEY.length()) : null;
    }

    /**
     * Returns the id by which an operator names it: the id of the first message; else the one that its publisher gave to
     * the delivery; else one made from its bytes.
     */
    String id() {
        if (!entries.isEmpty()) {
            return entries.getFirst().messageId();
        }
        String given = delivery.getProperties().getMessageId();
        return given == null || given.isBlank() ? "body-" + digest() : given;
    }

    private String digest() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(delivery.getBody());
            return HexFormat.of().formatHex(hash, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Returns why it was put aside. */
    String reason() {
        Object reason = header(BrokerTopology.REASON_HEADER);
        if (reason != null) {
            return reason.toString();
        }
        Object byBroker = header("x-first-death-reason");
        return byBroker == null ? "not known" : "put aside by RabbitMQ: " + byBroker;
    }

    /** Returns the size of its body in bytes. */
    int size() {
        return delivery.getBody().length;
    }

    private @Nullable Object header(String name) {
        Map<String, Object> headers = delivery.getProperties().getHeaders();
        return headers == null ? null : headers.get(name);
    }
}
