package io.damso.persistence.ingest;

import io.damso.persistence.store.Arrival;
import io.damso.protocol.ChatMessage;
import io.damso.protocol.RoomId;
import io.damso.protocol.envelope.DamagedEnvelopeException;
import io.damso.protocol.envelope.Entry;
import io.damso.protocol.envelope.Envelope;
import io.damso.protocol.envelope.EnvelopeCodec;
import io.damso.protocol.envelope.Previous;
import io.damso.protocol.feeds.Copy;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes the messages out of what the broker delivers: an envelope with several, or the JSON of one, as gateways of
 * earlier versions published it. Thread-safe.
 */
public final class DeliveryReader {

    private final MessageReader messages;

    /** Creates a reader for use outside of the service. */
    public DeliveryReader() {
        this(new MessageReader(JsonMapper.builder().build()));
    }

    DeliveryReader(MessageReader messages) {
        this.messages = messages;
    }

    /**
     * Reads a delivery. One entry of an envelope that cannot be stored does not affect the others.
     *
     * @param readable receives the messages to store, in their order
     * @param refused receives what can never be stored: a whole delivery, or an envelope with one entry
     */
    void read(Message delivery, List<Delivery> readable, List<RejectedDelivery> refused) {
        try {
            if (isEnvelope(delivery.getMessageProperties().getContentType())) {
                read(delivery, EnvelopeCodec.read(delivery.getBody()), readable, refused);
            } else {
                readable.add(new Delivery(new Arrival(messages.read(delivery.getBody()), null), () -> delivery));
            }
        } catch (InvalidMessageException | DamagedEnvelopeException e) {
            refused.add(new RejectedDelivery(delivery, String.valueOf(e.getMessage())));
        }
    }

    private static boolean isEnvelope(@Nullable String contentType) {
        return EnvelopeCodec.CONTENT_TYPE.equals(contentType);
    }

    /**
     * Returns the entries of a delivery, in their order. Whether they can be stored is not checked.
     *
     * @throws DamagedEnvelopeException if the envelope cannot be read
     * @throws InvalidMessageException if the delivery is not an envelope, and not a complete message
     */
    public List<Entry> entries(@Nullable String contentType, byte[] body)
            throws DamagedEnvelopeException, InvalidMessageException {
        if (isEnvelope(contentType)) {
            return EnvelopeCodec.read(body).entries();
        }
        ChatMessage message = messages.read(body);
        return List.of(new Entry(new RoomId(message.roomId()), message.id(), new Previous.Forgotten(), body));
    }

    private void read(Message delivery, Envelope envelope, List<Delivery> readable, List<RejectedDelivery> refused) {
        for (int i = 0; i < envelope.entries().size(); i++) {
            int index = i;
            try {
                ChatMessage content = read(envelope.entries().get(index));
                Arrival arrival = new Arrival(content, new Copy(envelope.origin(), envelope.numberOf(index)));
                readable.add(new Delivery(arrival, () -> only(delivery, envelope, index)));
            } catch (InvalidMessageException e) {
                refused.add(new RejectedDelivery(only(delivery, envelope, index), String.valueOf(e.getMessage())));
            }
        }
    }

    /**
     * Reads an entry.
     *
     * @throws InvalidMessageException if its JSON is not a complete message, or one with another id or room
     */
    public ChatMessage read(Entry entry) throws InvalidMessageException {
        ChatMessage content = messages.read(entry.message());
        if (!content.id().equals(entry.messageId())) {
            throw new InvalidMessageException("invalid: id");
        }
        if (!content.roomId().equals(entry.roomId().value())) {
            throw new InvalidMessageException("invalid: roomId");
        }
        return content;
    }

    private static Message only(Message delivery, Envelope envelope, int index) {
        return MessageBuilder.withBody(EnvelopeCodec.write(envelope.only(index)))
                .copyProperties(delivery.getMessageProperties())
                .setMessageId(envelope.entries().get(index).messageId())
                .build();
    }
}
