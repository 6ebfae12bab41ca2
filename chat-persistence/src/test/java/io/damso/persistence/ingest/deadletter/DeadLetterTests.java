package io.damso.persistence.ingest.deadletter;

import static io.damso.persistence.Messages.entry;
import static io.damso.persistence.Messages.message;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.Envelope;
import io.damso.persistence.ingest.DeliveryReader;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.ChatMessage;
import io.damso.protocol.envelope.Entry;
import io.damso.protocol.envelope.EnvelopeCodec;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeadLetterTests {

    private static final Date TIME = Date.from(Instant.parse("2026-03-01T10:15:30Z"));

    private final ChatMessage message = message("lobby", "alice", "a secret text");

    @Test
    void envelopeNamesRoomAndMessage() {
        DeadLetter letter = of(
                envelope(entry(message, message.id())),
                reasoned("refused by the store: full").build());
        assertThat(letter.room()).isEqualTo("lobby");
        assertThat(letter.id()).isEqualTo(message.id());
        assertThat(letter.reason()).isEqualTo("refused by the store: full");
        assertThat(letter.unreadable()).isNull();
        assertThat(letter.putAside()).isNull();
    }

    @Test
    void invalidEntryNamesRoomAndMessageAndCannotBeRead() {
        DeadLetter letter =
                of(envelope(entry(message, "other")), reasoned("invalid: id").build());
        assertThat(letter.id()).isEqualTo("other");
        assertThat(letter.room()).isEqualTo("lobby");
        assertThat(letter.unreadable()).isEqualTo("invalid: id");
    }

    @Test
    void envelopeWithOneReadableEntryCanBeReplayed() {
        DeadLetter letter = of(
                envelope(entry(message, "other"), entry(message, message.id())),
                type().headers(Map.of(
                                "x-first-death-reason",
                                "delivery_limit",
                                "x-death",
                                List.of(Map.of("time", TIME, "count", 1L))))
                        .build());
        assertThat(letter.unreadable()).isNull();
        assertThat(letter.entries()).hasSize(2);
        assertThat(letter.reason()).isEqualTo("put aside by RabbitMQ: delivery_limit");
        assertThat(letter.putAside()).isEqualTo(TIME.toInstant());
    }

    @Test
    void damagedEnvelopeIsNamedByItsPublisherOrItsBytes() {
        byte[] damaged = {99, 1, 2};
        assertThat(of(damaged, type().messageId("origin-1").build()).id()).isEqualTo("origin-1");
        DeadLetter letter = of(damaged, type().timestamp(TIME).build());
        assertThat(letter.id())
                .matches("body-[0-9a-f]{12}")
                .isEqualTo(of(damaged, type().build()).id());
        assertThat(letter.room()).isNull();
        assertThat(letter.reason()).isEqualTo("not known");
        assertThat(letter.putAside()).isEqualTo(TIME.toInstant());
        assertThat(letter.unreadable()).startsWith("damaged envelope: ");
    }

    @Test
    void unreadableMessageOfAnEarlierGatewayNamesItsRoom() {
        DeadLetter letter = of(
                "rooms.lobby",
                "no JSON".getBytes(StandardCharsets.UTF_8),
                new BasicProperties.Builder().contentType("application/json").build());
        assertThat(letter.room()).isEqualTo("lobby");
        assertThat(letter.unreadable()).startsWith("unreadable: ");
    }

    @Test
    void rowHasNoTextAndCannotChangeTheTerminal() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new DeadLetterTable(new PrintStream(bytes, true, StandardCharsets.UTF_8))
                .row(
                        3,
                        of(
                                envelope(entry(message, message.id())),
                                reasoned("bad \u001b[2J\n\u202e 나쁨").build()));
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("    3  -", "lobby", message.id(), "bad ?[2J?? 나쁨")
                .doesNotContain("secret")
                .hasLineCount(1);
    }

    private static BasicProperties.Builder type() {
        return new BasicProperties.Builder().contentType(EnvelopeCodec.CONTENT_TYPE);
    }

    private static BasicProperties.Builder reasoned(String reason) {
        return type().headers(Map.of(BrokerTopology.REASON_HEADER, reason));
    }

    private static byte[] envelope(Entry... entries) {
        return EnvelopeCodec.write(new io.damso.protocol.envelope.Envelope("test", 1, List.of(entries)));
    }

    private static DeadLetter of(byte[] body, BasicProperties properties) {
        return of("0", body, properties);
    }

    private static DeadLetter of(String routingKey, byte[] body, BasicProperties properties) {
        return DeadLetter.of(
                new Delivery(new Envelope(1, false, BrokerTopology.DEAD_LETTER_EXCHANGE, routingKey), properties, body),
                new DeliveryReader());
    }
}
