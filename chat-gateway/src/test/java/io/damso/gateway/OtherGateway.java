package io.damso.gateway;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.RoomId;
import io.damso.test.BrokerUser;
import io.damso.test.RabbitBroker;
import java.io.IOException;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Publishes messages as another gateway does. */
public final class OtherGateway implements AutoCloseable {

    private final JsonMapper json = new JsonMapper();
    private final Connection connection;
    private final Channel channel;

    public OtherGateway(RabbitBroker broker) throws IOException {
        connection = broker.connect(BrokerUser.GATEWAY);
        channel = connection.createChannel();
    }

    public void publish(String room, String text) throws IOException {
        RoomId roomId = new RoomId(room);
        channel.basicPublish(
                BrokerTopology.MESSAGES_EXCHANGE,
                BrokerTopology.roomRoutingKey(roomId),
                new AMQP.BasicProperties.Builder()
                        .headers(BrokerTopology.roomHeaders(roomId))
                        .build(),
                json.writeValueAsBytes(Map.of("text", text)));
    }

    @Override
    public void close() {
        connection.abort();
    }
}
