package io.damso.gateway;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.RoomId;
import io.damso.protocol.envelope.Entry;
import io.damso.protocol.envelope.Envelope;
import io.damso.protocol.envelope.EnvelopeCodec;
import io.damso.protocol.envelope.Previous;
import io.damso.test.BrokerUser;
import io.damso.test.RabbitBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** Delivers messages as another gateway does. */
public final class OtherGateway implements AutoCloseable {

    private final JsonMapper json = new JsonMapper();
    private final Connection connection;
    private final Channel channel;
    private long number;

    public OtherGateway(RabbitBroker broker) throws IOException {
        connection = broker.connect(BrokerUser.GATEWAY);
        channel = connection.createChannel();
    }

    /** Delivers a message to the subscribers of a room. */
    public void publish(String room, String text) throws IOException {
        publish(room, UUID.randomUUID().toString(), json.writeValueAsString(Map.of("text", text)));
    }

    /** Delivers a message with this id and JSON to the subscribers of a room. */
    public void publish(String room, String id, String message) throws IOException {
        RoomId roomId = new RoomId(room);
        Entry entry = new Entry(roomId, id, new Previous.Forgotten(), message.getBytes(StandardCharsets.UTF_8));
        channel.basicPublish(
                BrokerTopology.LIVE_EXCHANGE,
                BrokerTopology.roomRoutingKey(roomId),
                null,
                EnvelopeCodec.write(new Envelope("other-gateway", ++number, List.of(entry))));
    }

    @Override
    public void close() {
        connection.abort();
    }
}
