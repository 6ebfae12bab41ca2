package io.damso.persistence;

import com.github.f4b6a3.uuid.UuidCreator;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.ChatMessage;
import io.damso.protocol.RoomId;
import io.damso.test.BrokerUser;
import io.damso.test.RabbitBroker;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** Messages as a gateway makes and publishes them. */
public final class Messages {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Instant SENT_AT = Instant.parse("2026-03-01T10:15:30.123Z");

    private Messages() {}

    /** Returns a new message whose client message id is its id. */
    public static ChatMessage message(String roomId, String sender, String text) {
        String id = UuidCreator.getTimeOrderedEpoch().toString();
        return message(roomId, sender, text, id);
    }

    /** Returns a new message with a client message id. */
    public static ChatMessage message(String roomId, String sender, String text, String clientMessageId) {
        String id = UuidCreator.getTimeOrderedEpoch().toString();
        return new ChatMessage(id, roomId, sender, ChatMessage.TYPE_CHAT, text, SENT_AT, clientMessageId);
    }

    /** Publishes with confirm, in order. */
    public static void publish(RabbitBroker broker, List<ChatMessage> messages) throws Exception {
        try (Connection connection = broker.connect(BrokerUser.GATEWAY)) {
            Channel channel = connection.createChannel();
            channel.confirmSelect();
            for (ChatMessage message : messages) {
                RoomId roomId = new RoomId(message.roomId());
                BasicProperties properties = new BasicProperties.Builder().headers(BrokerTopology.roomHeaders(roomId))
                        .deliveryMode(2).contentType("application/json").messageId(message.id()).build();
                channel.basicPublish(BrokerTopology.MESSAGES_EXCHANGE,
                        BrokerTopology.roomRoutingKey(roomId), true, properties,
                        JSON.writeValueAsBytes(message));
            }
            channel.waitForConfirmsOrDie(30_000);
        }
    }

    /** Publishes any body to a room, with confirm. */
    public static void publishRaw(RabbitBroker broker, String roomId, String body) throws Exception {
        try (Connection connection = broker.connect(BrokerUser.GATEWAY)) {
            Channel channel = connection.createChannel();
            channel.confirmSelect();
            RoomId room = new RoomId(roomId);
            channel.basicPublish(BrokerTopology.MESSAGES_EXCHANGE, BrokerTopology.roomRoutingKey(room), true,
                    new BasicProperties.Builder().headers(BrokerTopology.roomHeaders(room)).build(), body.getBytes(StandardCharsets.UTF_8));
            channel.waitForConfirmsOrDie(30_000);
        }
    }
}
