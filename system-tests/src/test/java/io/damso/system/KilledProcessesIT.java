package io.damso.system;

import static io.damso.system.Cluster.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.client.ChatClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Processes of the cluster are killed during traffic; acknowledged messages must be stored. */
class KilledProcessesIT extends SystemTest {

    private final List<String> acknowledged = new CopyOnWriteArrayList<>();
    private final AtomicBoolean talking = new AtomicBoolean(true);

    @BeforeEach
    void awaitRecoveryFromTheTestBefore() {
        cluster.awaitReady();
    }

    @Test
    void killedGatewayAffectsOnlyItsOwnClientsAndTheyReconnectAtOnce() throws Exception {
        List<String> received = new CopyOnWriteArrayList<>();
        ChatClient stays = client("gateway-2", bobsToken);
        now(stays.join(room, message -> received.add(message.path("text").stringValue())));
        ChatClient falls = client("gateway-1", alicesToken);
        now(falls.join(room, message -> {}));
        CompletableFuture<Void> traffic = talk(stays);

        cluster.control("kill", "gateway-1");
        now(falls.ended());
        await("the end of the killed gateway's queues")
                .untilAsserted(() -> assertThat(cluster.brokerNames("queues"))
                        .noneMatch(name -> name.startsWith("damso.gateway.gateway-1.")));
        ChatClient back = client("gateway-2", alicesToken);
        now(back.join(room, message -> {}));
        now(back.send(room, "back again"));
        talking.set(false);
        now(traffic);

        assertThat(stays.ended()).isNotDone();
        await("every message")
                .untilAsserted(
                        () -> assertThat(received).containsAll(acknowledged).contains("back again"));
        cluster.control("start", "gateway-1");
        client("gateway-1", alicesToken);
    }

    @Test
    void killedPersistenceCatchesUp() throws Exception {
        ChatClient client = client("gateway-2", bobsToken);
        now(client.send(room, "before"));
        now(client("gateway-1", alicesToken).join(room, message -> {}));
        CompletableFuture<Void> traffic = talk(client);
        cluster.control("kill", "persistence-1");
        int sofar = acknowledged.size();
        await("chat goes on without persistence").until(() -> goesOn(traffic) && acknowledged.size() > sofar + 50);
        // Only the other gateway knows that alice is a member.
        now(client("gateway-2", alicesToken).join(room, message -> {}));
        cluster.control("start", "persistence-1");
        talking.set(false);
        now(traffic);
        awaitStoredOnceInOrder();
    }

    @Test
    void killedStoreLosesNothingAcknowledged() throws Exception {
        ChatClient client = client("gateway-1", bobsToken);
        now(client.send(room, "before"));
        CompletableFuture<Void> traffic = talk(client);
        cluster.control("kill", "store");
        int sofar = acknowledged.size();
        await("chat goes on without the store").until(() -> goesOn(traffic) && acknowledged.size() > sofar + 50);
        cluster.control("start", "store");
        talking.set(false);
        now(traffic);
        awaitStoredOnceInOrder();
    }

    @Test
    void killedBrokerKeepsWhatItConfirmed() throws Exception {
        ChatClient client = client("gateway-1", bobsToken);
        now(client.send(room, "before"));
        CompletableFuture<Void> traffic = talk(client);
        await("some traffic").until(() -> acknowledged.size() > 50);
        cluster.control("kill", "rabbitmq-1");
        now(traffic.handle((done, failure) -> null));
        cluster.control("start", "rabbitmq-1");
        cluster.awaitReady();
        assertThat(client.ended()).isNotDone();
        now(client.send(room, "on the same socket"));
        await("storage")
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(storedTexts()).containsAll(acknowledged));
        assertThat(storedTexts()).doesNotHaveDuplicates();
    }

    /** Sends one message after the other, each after the RECEIPT of the previous one. */
    private CompletableFuture<Void> talk(ChatClient client) {
        return CompletableFuture.runAsync(() -> {
            for (int i = 0; talking.get(); i++) {
                String text = "message " + i;
                client.send(room, text).join();
                acknowledged.add(text);
            }
        });
    }

    /** Fails with the refusal if one ended the traffic. */
    private static boolean goesOn(CompletableFuture<Void> traffic) throws Exception {
        if (traffic.isDone()) {
            now(traffic);
        }
        return true;
    }

    private void awaitStoredOnceInOrder() {
        await("storage").atMost(Duration.ofSeconds(60)).ignoreExceptions().untilAsserted(() -> {
            List<String> stored = storedTexts();
            assertThat(stored.getFirst()).isEqualTo("before");
            assertThat(stored.subList(1, stored.size())).containsExactlyElementsOf(acknowledged);
        });
    }
}
