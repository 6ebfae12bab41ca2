package io.damso.persistence.leases;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.RoomId;
import io.damso.protocol.RunLease;
import io.damso.test.BrokerUser;
import io.damso.test.RabbitBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** What runs of one gateway create in the broker, with the permissions of a gateway. */
final class GatewayInBroker implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int ROOMS_EACH = 4;

    private final RabbitBroker broker;
    private final String node = "gateway-" + UUID.randomUUID();
    private final Connection connection;
    private final Channel channel;

    GatewayInBroker(RabbitBroker broker) throws IOException {
        this.broker = broker;
        this.connection = broker.connect(BrokerUser.GATEWAY);
        this.channel = connection.createChannel();
    }

    /** Creates the exchanges of a new run, with bindings and no queue. */
    GatewayRun run(int roomsExchanges) throws IOException {
        GatewayRun run = GatewayRun.of(node, UUID.randomUUID().toString());
        channel.exchangeDeclare(run.exchange(), BuiltinExchangeType.FANOUT, true);
        for (int k = 0; k < roomsExchanges; k++) {
            String rooms = run.roomsExchange(k);
            channel.exchangeDeclare(rooms, BuiltinExchangeType.FANOUT, true);
            channel.exchangeBind(run.exchange(), rooms, "");
            for (int i = 0; i < ROOMS_EACH; i++) {
                RoomId room = RoomId.parse("room-" + UUID.randomUUID()).orElseThrow();
                channel.exchangeBind(rooms, BrokerTopology.LIVE_EXCHANGE, BrokerTopology.roomRoutingKey(room));
            }
        }
        return run;
    }

    /** Creates the exclusive queue of a run; it lives as long as the returned connection. */
    Connection queue(GatewayRun run) throws IOException {
        Connection owner = broker.connect(BrokerUser.GATEWAY);
        Channel declaring = owner.createChannel();
        String queue = BrokerTopology.runQueue(run.node(), run.run(), 0);
        declaring.queueDeclare(queue, false, true, true, null);
        declaring.queueBind(queue, run.exchange(), "");
        return owner;
    }

    void renew(GatewayRun run) throws IOException {
        publish(JSON.writeValueAsString(new RunLease(run.node(), run.run(), false)));
    }

    void end(GatewayRun run) throws IOException {
        publish(JSON.writeValueAsString(new RunLease(run.node(), run.run(), true)));
    }

    void publish(String lease) throws IOException {
        channel.basicPublish(
                BrokerTopology.REQUESTS_EXCHANGE,
                BrokerTopology.LEASES_QUEUE,
                new BasicProperties.Builder().contentType("application/json").build(),
                lease.getBytes(StandardCharsets.UTF_8));
    }

    /** Removes an exchange, as an interrupted removal has done. */
    void delete(String exchange) throws IOException {
        channel.exchangeDelete(exchange);
    }

    /** Returns how many exchanges of the run exist, of those with numbers up to 10. */
    int exchanges(GatewayRun run) throws IOException {
        int count = exists(run.exchange()) ? 1 : 0;
        for (int k = 0; k <= 10; k++) {
            count += exists(run.roomsExchange(k)) ? 1 : 0;
        }
        return count;
    }

    private boolean exists(String exchange) throws IOException {
        Channel asking = connection.createChannel();
        try {
            asking.exchangeDeclarePassive(exchange);
            asking.abort();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
