package io.damso.persistence;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.damso.persistence.store.Arrival;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.ChatMessage;
import io.damso.protocol.MessageId;
import io.damso.protocol.RoomId;
import io.damso.protocol.UserId;
import io.damso.protocol.envelope.Entry;
import io.damso.protocol.envelope.Envelope;
import io.damso.protocol.envelope.EnvelopeCodec;
import io.damso.protocol.envelope.Previous;
import io.damso.test.BrokerUser;
import io.damso.test.RabbitBroker;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** Creates and publishes messages as a gateway does. */
public final class Messages {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Instant SENT_AT = Instant.parse("2026-03-01T10:15:30.000Z");

    private Messages() {}

    /** Returns a new message. */
    public static ChatMessage message(String roomId, String sender, String text) {
        return message(roomId, sender, text, UUID.randomUUID().toString());
    }

    /** Returns a message with a client message id; with the same values it is the same message. */
    public static ChatMessage message(String roomId, String sender, String text, String clientMessageId) {
        String id = MessageId.of(new RoomId(roomId), new UserId(sender), clientMessageId, ChatMessage.TYPE_CHAT, text);
        return new ChatMessage(id, roomId, sender, ChatMessage.TYPE_CHAT, text, SENT_AT, clientMessageId);
    }

    /** Returns arrivals of messages as gateways of earlier versions published them: without an origin. */
    public static List<Arrival> arrivals(List<ChatMessage> messages) {
        return messages.stream().map(message -> new Arrival(message, null)).toList();
    }

    /** Publishes envelopes with confirm, in order. */
    public static void publish(RabbitBroker broker, List<ChatMessage> messages) throws Exception {
        List<List<ChatMessage>> batches = new ArrayList<>();
        for (ChatMessage message : messages) {
            if (batches.isEmpty()
                    || batches.getLast().size() == Envelope.MAX_ENTRIES
                    || partition(batches.getLast().getFirst()) != partition(message)) {
                batches.add(new ArrayList<>());
            }
            batches.getLast().add(message);
        }
        long first = 1;
        for (List<ChatMessage> batch : batches) {
            publish(broker, partition(batch.getFirst()), EnvelopeCodec.write(envelope(first, batch)));
            first += batch.size();
        }
    }

    private static int partition(ChatMessage message) {
        return BrokerTopology.partition(new RoomId(message.roomId()));
    }

    /** Returns an envelope with these messages. */
    public static Envelope envelope(long first, List<ChatMessage> messages) {
        return new Envelope(
                "test",
                first,
                messages.stream().map(message -> entry(message, message.id())).toList());
    }

    /** Returns the entry of a message under an id, which should be its own. */
    public static Entry entry(ChatMessage message, String id) {
        return new Entry(new RoomId(message.roomId()), id, new Previous.Forgotten(), JSON.writeValueAsBytes(message));
    }

    /** Publishes the bytes of an envelope to a partition, with confirm. */
    public static void publish(RabbitBroker broker, int partition, byte[] envelope) throws Exception {
        publish(
                broker,
                BrokerTopology.ENVELOPES_EXCHANGE,
                Integer.toString(partition),
                new BasicProperties.Builder()
                        .deliveryMode(2)
                        .contentType(EnvelopeCodec.CONTENT_TYPE)
                        .build(),
                envelope);
    }

    /** Puts the JSON of a message into the queue of its room, where a gateway of an earlier version left it. */
    public static void publishRaw(RabbitBroker broker, String roomId, String body) throws Exception {
        publish(
                broker,
                BrokerTopology.ENVELOPES_EXCHANGE,
                Integer.toString(BrokerTopology.partition(new RoomId(roomId))),
                new BasicProperties.Builder()
                        .deliveryMode(2)
                        .contentType("application/json")
                        .build(),
                body.getBytes(StandardCharsets.UTF_8));
    }

    private static void publish(
            RabbitBroker broker, String exchange, String routingKey, BasicProperties properties, byte[] body)
            throws Exception {
        try (Connection connection = broker.connect(BrokerUser.GATEWAY)) {
            Channel channel = connection.createChannel();
            channel.confirmSelect();
            channel.basicPublish(exchange, routingKey, true, properties, body);
            channel.waitForConfirmsOrDie(30_000);
        }
    }
}
