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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** Delivers messages as another gateway does. */
public final class OtherGateway implements AutoCloseable {

    private final JsonMapper json = new JsonMapper();
    private final Connection connection;
    private final Channel channel;
    private long number = 1;

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
        publish(room, Map.of(id, message));
    }

    /** Delivers the messages of one envelope to the subscribers of a room; JSON by id, in the order of the map. */
    public void publish(String room, Map<String, String> messages) throws IOException {
        RoomId roomId = new RoomId(room);
        List<Entry> entries = new ArrayList<>();
        messages.forEach((id, message) ->
                entries.add(new Entry(roomId, id, new Previous.Forgotten(), message.getBytes(StandardCharsets.UTF_8))));
        channel.basicPublish(
                BrokerTopology.LIVE_EXCHANGE,
                BrokerTopology.roomRoutingKey(roomId),
                null,
                EnvelopeCodec.write(new Envelope("other-gateway", number, entries)));
        number += entries.size();
    }

    @Override
    public void close() {
        connection.abort();
    }
}
