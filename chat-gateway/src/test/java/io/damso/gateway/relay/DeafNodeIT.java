package io.damso.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.damso.client.ChatClient;
import io.damso.gateway.BrokerConsole;
import io.damso.gateway.GatewayTest;
import io.damso.protocol.BrokerTopology;
import io.damso.test.BrokerUser;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** What is published does not reach the node's queue any more, although its connection is sound. */
@TestPropertySource(properties = "damso.gateway.node=deaf-node")
@DirtiesContext
class DeafNodeIT extends GatewayTest {

    private static final String PREFIX = "damso.gateway.deaf-node.";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final BrokerConsole console = new BrokerConsole(http, broker);
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<String> notices = new CopyOnWriteArrayList<>();
    private ChatClient client;

    @BeforeEach
    void join() throws Exception {
        client = connect(alice);
        now(client.events(event -> notices.add(event.path("type").asString())));
        now(client.join(room, message -> received.add(message.path("text").stringValue())));
        now(client.send(room, "before"));
        await("a message").atMost(TIMEOUT).until(() -> received.contains("before"));
    }

    @AfterEach
    void leave() {
        client.close();
    }

    /** For example persistence has removed the exchange of a gateway that was paused beyond its lease. */
    @Test
    void anotherRunBeginsWithoutTheExchangeOfTheRun() throws Exception {
        String before = run();
        try (Connection admin = broker.connect(BrokerUser.ADMIN)) {
            admin.createChannel().exchangeDelete(before);
        }
        awaitMessages();
        assertThat(run()).isNotEqualTo(before);
        assertThat(notices).contains("delivery-interrupted");
    }

    @Test
    void queueIsSubscribedAgainWithoutTheBindingOfItsBeacons() throws Exception {
        String exchange = run();
        String run = exchange.substring(PREFIX.length());
        try (Connection admin = broker.connect(BrokerUser.ADMIN)) {
            Channel channel = admin.createChannel();
            channel.exchangeUnbind(
                    exchange, BrokerTopology.LIVE_EXCHANGE, BrokerTopology.beaconRoutingKey("deaf-node", run));
        }
        await("notice of a loss").atMost(TIMEOUT).until(() -> notices.contains("delivery-interrupted"));
        awaitMessages();
        assertThat(run()).isEqualTo(exchange);
    }

    private void awaitMessages() {
        await("a message").atMost(TIMEOUT).pollInSameThread().until(() -> {
            now(client.send(room, "after"));
            return received.contains("after");
        });
    }

    private String run() throws Exception {
        List<String> runs = console.nodeExchanges().stream()
                .filter(name -> name.startsWith(PREFIX) && !name.contains(".rooms."))
                .toList();
        assertThat(runs).isNotEmpty();
        return runs.getLast();
    }
}
