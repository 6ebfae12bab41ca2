package io.damso.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.damso.gateway.BrokerConsole;
import io.damso.gateway.Guard;
import io.damso.gateway.SerialExecutor;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.RoomId;
import io.damso.test.BrokerUser;
import io.damso.test.RabbitBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpConnectException;

/** The bindings of a node at a real broker. */
class RunExchangeIT {

    @RegisterExtension
    static final RabbitBroker broker = RabbitBroker.shared();

    private static final String NODE = "bindings-under-test";

    private final List<String> runs = new CopyOnWriteArrayList<>();
    private final List<RoomFeed> bound = new CopyOnWriteArrayList<>();
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final BrokerConsole console = new BrokerConsole(http, broker);
    private volatile boolean away;
    private RunExchange exchange;

    @BeforeEach
    void begin() {
        exchange = new RunExchange(
                NODE,
                this::connection,
                new SerialExecutor(
                        "interest-test", new Guard(LoggerFactory.getLogger(RunExchangeIT.class), "unexpected")),
                new Interest.Listener() {
                    @Override
                    public void ready(String run) {
                        runs.add(run);
                    }

                    @Override
                    public void bound(String run, List<RoomFeed> feeds) {
                        bound.addAll(feeds);
                    }
                });
    }

    private synchronized Connection connection() {
        if (away) {
            throw new AmqpConnectException(new IOException("away"));
        }
        try {
            if (connections.isEmpty() || !connections.getLast().isOpen()) {
                connections.add(broker.connect(BrokerUser.GATEWAY));
            }
            return connections.getLast();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes what persistence would remove. */
    @AfterEach
    void end() throws Exception {
        exchange.close();
        connections.forEach(Connection::abort);
        try (Connection admin = broker.connect(BrokerUser.ADMIN)) {
            Channel channel = admin.createChannel();
            for (String name : exchanges()) {
                channel.exchangeDelete(name);
            }
        }
        http.close();
    }

    private List<String> exchanges() throws Exception {
        return console.nodeExchanges().stream()
                .filter(name -> name.startsWith("damso.gateway." + NODE + "."))
                .toList();
    }

    private static RoomFeed feed(String room) {
        return new RoomFeed(new RoomId(NODE + room), new RecordingSink());
    }

    private List<String> boundRooms() throws Exception {
        return console.boundRooms().stream()
                .filter(room -> room.startsWith(NODE))
                .toList();
    }

    private static List<String> names(List<RoomFeed> feeds) {
        return feeds.stream().map(feed -> feed.roomId().value()).toList();
    }

    @Test
    void roomsAreBoundInOrderAndExchangesHoldABoundedNumber() throws Exception {
        List<RoomFeed> feeds =
                IntStream.range(0, 600).mapToObj(i -> feed("-" + i)).toList();
        feeds.forEach(exchange::add);
        await("all").untilAsserted(() -> assertThat(bound).containsExactlyElementsOf(feeds));
        assertThat(boundRooms()).containsExactlyInAnyOrderElementsOf(names(feeds));
        String run = runs.getFirst();
        assertThat(exchanges())
                .containsExactlyInAnyOrder(
                        BrokerTopology.runExchange(NODE, run),
                        BrokerTopology.roomsExchange(NODE, run, 0),
                        BrokerTopology.roomsExchange(NODE, run, 1),
                        BrokerTopology.roomsExchange(NODE, run, 2));
    }

    @Test
    void messageOfABoundRoomGetsToTheExchangeOfTheRunOnce() throws Exception {
        RoomFeed first = feed("-1");
        RoomFeed second = feed("-2");
        exchange.add(first);
        exchange.add(second);
        await("both").until(() -> bound.size() == 2);
        try (Connection connection = broker.connect(BrokerUser.GATEWAY)) {
            Channel channel = connection.createChannel();
            String queue = BrokerTopology.runQueue(NODE, runs.getFirst(), 1);
            channel.queueDeclare(queue, false, true, true, null);
            channel.queueBind(queue, BrokerTopology.runExchange(NODE, runs.getFirst()), "");
            publish(channel, first);
            publish(channel, second);
            publish(channel, feed("-3"));
            assertThat(channel.messageCount(queue)).isEqualTo(2);
        }
    }

    private static void publish(Channel channel, RoomFeed feed) throws Exception {
        channel.confirmSelect();
        channel.basicPublish(
                BrokerTopology.LIVE_EXCHANGE, BrokerTopology.roomRoutingKey(feed.roomId()), null, new byte[0]);
        channel.waitForConfirmsOrDie(30_000);
    }

    @Test
    void removedRoomIsUnboundAndOneThatComesBackIsBound() throws Exception {
        RoomFeed stays = feed("-stays");
        RoomFeed leaves = feed("-leaves");
        exchange.add(stays);
        exchange.add(leaves);
        exchange.remove(leaves);
        RoomFeed returns = feed("-leaves");
        exchange.add(returns);
        exchange.remove(leaves); // of an earlier feed, without effect
        await("both").until(() -> bound.containsAll(List.of(stays, returns)));
        assertThat(boundRooms()).containsExactlyInAnyOrderElementsOf(names(List.of(stays, returns)));
        exchange.remove(returns);
        await("the end").untilAsserted(() -> assertThat(boundRooms()).containsExactlyElementsOf(names(List.of(stays))));
    }

    @Test
    void lostConnectionKeepsTheBindingsAndAllAreMadeAgain() throws Exception {
        List<RoomFeed> feeds = new ArrayList<>(
                IntStream.range(0, 300).mapToObj(i -> feed("-" + i)).toList());
        feeds.forEach(exchange::add);
        await("all").until(() -> bound.size() == 300);
        bound.clear();
        away = true;
        connections.getLast().abort();
        assertThat(boundRooms()).hasSize(300);
        RoomFeed added = feed("-added");
        exchange.add(added);
        exchange.remove(feeds.removeFirst());
        feeds.add(added);
        away = false;
        await("all again").untilAsserted(() -> assertThat(bound).containsExactlyInAnyOrderElementsOf(feeds));
        assertThat(bound).startsWith(added); // before those that are bound already
        assertThat(boundRooms()).containsExactlyInAnyOrderElementsOf(names(feeds));
        assertThat(runs).hasSizeGreaterThan(1).containsOnly(runs.getFirst());
    }

    @Test
    void anotherRunBeginsWhenTheExchangeIsGone() throws Exception {
        RoomFeed feed = feed("-1");
        exchange.add(feed);
        await("the first").until(() -> bound.size() == 1);
        exchange.verify();
        await("the check").until(() -> runs.size() == 2);
        assertThat(runs.getLast()).isEqualTo(runs.getFirst());
        try (Connection admin = broker.connect(BrokerUser.ADMIN)) {
            admin.createChannel().exchangeDelete(BrokerTopology.runExchange(NODE, runs.getFirst()));
        }
        exchange.verify();
        await("another run").until(() -> runs.size() == 3 && bound.size() == 2);
        assertThat(runs.getLast()).isNotEqualTo(runs.getFirst());
        assertThat(exchanges()).contains(BrokerTopology.runExchange(NODE, runs.getLast()));
    }

    @Test
    void closedRunHasNoExchange() throws Exception {
        exchange.add(feed("-1"));
        await("the room").until(() -> bound.size() == 1);
        exchange.close();
        assertThat(exchanges()).doesNotContain(BrokerTopology.runExchange(NODE, runs.getFirst()));
    }
}
