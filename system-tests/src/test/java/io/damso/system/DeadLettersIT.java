package io.damso.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.protocol.BrokerTopology;
import io.damso.protocol.envelope.EnvelopeCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** An operator treats the dead letters with {@code ./damso dlq}. */
class DeadLettersIT extends SystemTest {

    private final String id = UUID.randomUUID().toString();

    @BeforeEach
    @AfterEach
    void dropAll() throws Exception {
        cluster.damso("dlq", "drop", "--all", "--yes").assertSuccess();
    }

    @Test
    void damagedEnvelopeIsListedStaysInAReplayAndIsDropped() throws Exception {
        cluster.publish(
                BrokerTopology.ENVELOPES_EXCHANGE,
                "0",
                id,
                EnvelopeCodec.CONTENT_TYPE,
                "\u0001a secret text".getBytes(StandardCharsets.UTF_8));
        await("the dead letter")
                .atMost(Duration.ofSeconds(Cluster.TIMEOUT_SECONDS))
                .until(() -> list().contains(id));
        assertThat(list()).contains("damaged envelope: ", "1 dead letter.").doesNotContain("secret");
        DamsoRun replay = cluster.damso("dlq", "replay", "--all");
        assertThat(replay.exitCode()).as(replay.output()).isOne();
        assertThat(replay.output())
                .contains(id + " stays: it cannot be read: damaged envelope: ", "Replayed 0 of 1 dead letter.");
        DamsoRun unconfirmed = cluster.damso("dlq", "drop", "--id", id);
        assertThat(unconfirmed.exitCode()).as(unconfirmed.output()).isOne();
        assertThat(unconfirmed.output()).contains("needs --yes", "Nothing was dropped");
        assertThat(list()).contains(id);
        DamsoRun drop = cluster.damso("dlq", "drop", "--id", id, "--yes");
        drop.assertSuccess();
        assertThat(drop.output()).contains("Dropped 1 dead letter.");
        assertThat(list()).isEqualTo("There are no dead letters.\n");
    }

    @Test
    void replayedMessageIsInTheHistory() throws Exception {
        String message = new JsonMapper()
                .writeValueAsString(Map.of(
                        "id", id,
                        "roomId", room,
                        "sender", alice,
                        "type", "chat",
                        "text", "replayed",
                        "sentAt", "2026-03-01T10:15:30Z",
                        "clientMessageId", "c-1"));
        cluster.publish(
                BrokerTopology.DEAD_LETTER_EXCHANGE,
                "rooms." + room,
                id,
                "application/json",
                message.getBytes(StandardCharsets.UTF_8));
        await("the dead letter")
                .atMost(Duration.ofSeconds(Cluster.TIMEOUT_SECONDS))
                .until(() -> list().contains(room + "  " + id));
        DamsoRun replay = cluster.damso("dlq", "replay", "--id", id);
        replay.assertSuccess();
        assertThat(replay.output()).contains("Replayed 1 of 1 dead letter.");
        await("the message in the history")
                .atMost(Duration.ofSeconds(Cluster.TIMEOUT_SECONDS))
                .until(() -> storedTexts().contains("replayed"));
        assertThat(list()).isEqualTo("There are no dead letters.\n");
    }

    @Test
    void brokerThatDoesNotRunIsReported() throws Exception {
        cluster.control("stop", "rabbitmq-1");
        try {
            DamsoRun list = cluster.damso("dlq", "list");
            assertThat(list.exitCode()).as(list.output()).isOne();
            assertThat(list.output()).contains("rabbitmq-1 does not run");
        } finally {
            cluster.control("start", "rabbitmq-1");
            cluster.awaitReady();
        }
    }

    private static String list() throws Exception {
        DamsoRun list = cluster.damso("dlq", "list");
        list.assertSuccess();
        return list.output();
    }
}
