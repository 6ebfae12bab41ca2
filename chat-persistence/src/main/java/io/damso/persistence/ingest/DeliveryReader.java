package io.damso.persistence.ingest;

import io.damso.protocol.ChatMessage;
import io.damso.protocol.envelope.DamagedEnvelopeException;
import io.damso.protocol.envelope.Entry;
import io.damso.protocol.envelope.Envelope;
import io.damso.protocol.envelope.EnvelopeCodec;
import java.util.List;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;

/**
 * Takes the messages out of what the broker delivers: an envelope with several, or the JSON of one, as gateways of
 * earlier versions published it. Thread-safe.
 */
final class DeliveryReader {

    private final MessageReader messages;

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
            if (isEnvelope(delivery)) {
                read(delivery, EnvelopeCodec.read(delivery.getBody()), readable, refused);
            } else {
                readable.add(new Delivery(messages.read(delivery.getBody()), () -> delivery));
            }
        } catch (InvalidMessageException | DamagedEnvelopeException e) {
            refused.add(new RejectedDelivery(delivery, String.valueOf(e.getMessage())));
        }
    }

    private static boolean isEnvelope(Message delivery) {
        return EnvelopeCodec.CONTENT_TYPE.equals(delivery.getMessageProperties().getContentType());
    }

    private void read(Message delivery, Envelope envelope, List<Delivery> readable, List<RejectedDelivery> refused) {
        for (int i = 0; i < envelope.entries().size(); i++) {
            int index = i;
            try {
                ChatMessage content = read(envelope.entries().get(index));
                readable.add(new Delivery(content, () -> only(delivery, envelope, index)));
            } catch (InvalidMessageException e) {
                refused.add(new RejectedDelivery(only(delivery, envelope, index), String.valueOf(e.getMessage())));
            }
        }
    }

    private ChatMessage read(Entry entry) throws InvalidMessageException {
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
