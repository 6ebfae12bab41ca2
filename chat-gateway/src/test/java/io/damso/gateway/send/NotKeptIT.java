package io.damso.gateway.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.damso.client.ChatClient;
import io.damso.gateway.GatewayTest;
import io.damso.gateway.PartitionBindings;
import io.damso.protocol.BrokerTopology;
import io.damso.test.BrokerUser;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.annotation.DirtiesContext;

/** RabbitMQ does not keep messages: their senders are refused, and nobody receives them. */
@DirtiesContext
class NotKeptIT extends GatewayTest {

    private static final String FULL = "full";
    private static final int TOGETHER = 20;

    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<String> kept = new ArrayList<>();
    private ChatClient sender;
    private ChatClient reader;
    private boolean limited;

    @BeforeEach
    void join() throws Exception {
        sender = connect(alice);
        reader = connect(bob);
        now(reader.join(room, message -> received.add(message.path("text").stringValue())));
        send("before");
        assertThat(kept).containsExactly("before");
    }

    @AfterEach
    void repair() throws IOException {
        sender.close();
        reader.close();
        endLimit();
        PartitionBindings.restore(broker);
    }

    @Test
    void messagesOfAFullQueueAreRefusedAndNotDelivered() throws Exception {
        limited = true;
        broker.control(
                "set_policy",
                "-p",
                broker.virtualHost(),
                "--priority",
                "10",
                "--apply-to",
                "queues",
                FULL,
                "^damso\\.messages\\.",
                "{\"max-length\":1,\"overflow\":\"reject-publish\"}");
        await("a refusal").pollInSameThread().until(() -> !send("while the queue fills"));
        assertThat(sendTogether()).isZero();
        endLimit();
        awaitKeptMessagesOnly();
    }

    @Test
    void messagesThatReachNoQueueAreRefusedAndNotDelivered() throws Exception {
        PartitionBindings.remove(broker);
        assertThat(sendTogether()).isZero();
        PartitionBindings.restore(broker);
        awaitKeptMessagesOnly();
    }

    /** A quorum queue tells publishers to go on when messages leave it while it has a limit, and not when that ends. */
    private void endLimit() throws IOException {
        if (!limited) {
            return;
        }
        try (Connection admin = broker.connect(BrokerUser.ADMIN)) {
            Channel channel = admin.createChannel();
            for (String queue : BrokerTopology.partitionQueues()) {
                channel.queuePurge(queue);
            }
        }
        broker.control("clear_policy", "-p", broker.virtualHost(), FULL);
        limited = false;
    }

    private void awaitKeptMessagesOnly() throws Exception {
        await("the queue to accept messages").pollInSameThread().until(() -> send("after"));
        send("last");
        await("the last one").atMost(Duration.ofSeconds(30)).until(() -> received.contains("last"));
        assertThat(received).containsExactlyElementsOf(kept);
        assertThat(sender.ended()).isNotDone();
    }

    /** Returns whether the message was acknowledged. */
    private boolean send(String text) throws Exception {
        String result = refusal(sender.send(room, text));
        if (result.equals("accepted")) {
            kept.add(text);
            return true;
        }
        assertThat(result).isEqualTo("broker-unavailable");
        return false;
    }

    /** Sends several messages, which share envelopes, and returns how many were acknowledged. */
    private int sendTogether() throws Exception {
        List<CompletableFuture<String>> sent = new ArrayList<>();
        for (int i = 0; i < TOGETHER; i++) {
            sent.add(sender.send(room, "not kept " + i));
        }
        int accepted = 0;
        for (CompletableFuture<String> each : sent) {
            accepted += refusal(each).equals("broker-unavailable") ? 0 : 1;
        }
        return accepted;
    }
}
