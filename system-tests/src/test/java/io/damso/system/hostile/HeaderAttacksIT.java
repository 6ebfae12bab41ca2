package io.damso.system.hostile;

import static io.damso.protocol.ErrorCode.DESTINATION_REFUSED;
import static io.damso.protocol.ErrorCode.HEADER_REFUSED;
import static io.damso.system.attack.Action.send;
import static io.damso.system.attack.Action.sendToRoomWith;
import static io.damso.system.attack.Reaction.delivered;
import static io.damso.system.attack.Reaction.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.damso.system.attack.Action;
import io.damso.system.attack.Attacker;
import io.damso.system.attack.HostileTest;
import io.damso.system.attack.Reaction;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Headers with a meaning for RabbitMQ, for other clients or without meaning: the gateway passes on none of them.
 */
class HeaderAttacksIT extends HostileTest {

    @TestFactory
    Stream<DynamicTest> headersOfTheBrokerOnSend() {
        // spotless:off
        return Stream.of(
                        "reply-to:/temp-queue/x", "user-id:guest", "persistent:false", "expiration:1", "priority:255",
                        "correlation-id:x", "type:x", "app-id:x", "timestamp:0", "content-encoding:gzip",
                        "x-queue-name:hostile", "durable:true", "x-message-ttl:1", "x-dead-letter-exchange:amq.topic",
                        "X-Message-TTL:1", "amqp-message-id:x", "transaction:t", "x-match:any", "message-id:1")
                .map(header -> attack("SEND with " + header, sendToRoomWith(header + "\n", "plain"), refused(HEADER_REFUSED)));
        // spotless:on
    }

    @TestFactory
    Stream<DynamicTest> unknownHeaders() {
        return Stream.of(
                        "partition:3", "CC:damso.messages.1", "sender:admin", "Authorization:Bearer x", "traceparent:0")
                .map(header ->
                        attack("SEND with " + header, sendToRoomWith(header + "\n", "plain"), delivered("plain")));
    }

    @TestFactory
    Stream<DynamicTest> headersOfTheBrokerOnSubscribe() {
        // spotless:off
        return Stream.of(
                        "x-queue-name:hostile", "durable:true", "auto-delete:false", "exclusive:false", "ack:client",
                        "prefetch-count:65535", "x-queue-type:stream", "x-expires:1", "x-stream-offset:first",
                        "selector:1=1", "persistent:false")
                .map(header -> attack("SUBSCRIBE with " + header,
                        send("SUBSCRIBE\nid:s\ndestination:/user/queue/notifications\nreceipt:action\n" + header + "\n\n\0"),
                        refused(HEADER_REFUSED)));
        // spotless:on
    }

    @TestFactory
    Stream<DynamicTest> headersOfMessages() {
        Action listenAndSay = attacker -> {
            attacker.session()
                    .send(attacker.fill("SUBSCRIBE\nid:own\ndestination:/topic/rooms.{room}\nreceipt:own\n\n\0"));
            assertThat(attacker.nextText()).contains("receipt-id:own");
            attacker.session()
                    .send(attacker.fill("SEND\ndestination:/app/rooms.{room}.send\nsecret:1\nCC:x\n"
                            + "custom:<b>\nsender:forged\n\n{\"text\":\"bare\"}\0"));
        };
        return Stream.of(attack(
                "SEND with many headers, as subscribers receive it",
                listenAndSay,
                new Reaction("only the documented headers arrive", HeaderAttacksIT::assertBareMessage)));
    }

    private static void assertBareMessage(Attacker attacker) throws Exception {
        String message = attacker.nextText();
        List<String> lines =
                Arrays.asList(message.substring(0, message.indexOf("\n\n")).split("\n"));
        assertThat(lines.stream().skip(1).map(line -> line.substring(0, line.indexOf(':'))))
                .isSubsetOf("subscription", "destination", "message-id", "content-type", "position", "content-length");
        assertThat(message).startsWith("MESSAGE\n").contains("\nsubscription:own\n", "\"text\":\"bare\"");
        attacker.expectDelivered("bare");
    }

    @TestFactory
    Stream<DynamicTest> headersTwice() {
        return Stream.of(
                attack(
                        "second destination, which is ignored",
                        sendToRoomWith("destination:/topic/rooms.{room}\n", "first"),
                        delivered("first")),
                attack(
                        "first destination, which is used",
                        send(
                                "SEND\ndestination:/topic/x\ndestination:/app/rooms.{room}.send\nreceipt:action\n\n{\"text\":\"x\"}\0"),
                        refused(DESTINATION_REFUSED)));
    }

    @TestFactory
    Stream<DynamicTest> headersInAnswers() {
        return Stream.of(
                attack(
                        "receipt with an end of line",
                        send("UNSUBSCRIBE\nid:none\nreceipt:a\\nerror-code:x\n\n\0"),
                        refused(HEADER_REFUSED)),
                attack(
                        "receipt with an escape sequence of terminals",
                        send("UNSUBSCRIBE\nid:none\nreceipt:\u001b[2J\n\n\0"),
                        refused(HEADER_REFUSED)),
                attack(
                        "subscription id with an end of line",
                        send("SUBSCRIBE\nid:a\\nb:c\ndestination:/topic/rooms.{room}\n\n\0"),
                        refused(HEADER_REFUSED)));
    }

    @TestFactory
    Stream<DynamicTest> subscriptionIds() {
        return Stream.of(
                attack("none", send("SUBSCRIBE\ndestination:/topic/rooms.{room}\n\n\0"), refused(HEADER_REFUSED)),
                attack("empty", send("SUBSCRIBE\nid:\ndestination:/topic/rooms.{room}\n\n\0"), refused(HEADER_REFUSED)),
                attack(
                        "of 129 characters",
                        send("SUBSCRIBE\nid:" + "x".repeat(129) + "\ndestination:/topic/rooms.{room}\n\n\0"),
                        refused(HEADER_REFUSED)),
                attack(
                        "in use",
                        send("SUBSCRIBE\nid:errors\ndestination:/topic/rooms.{room}\n\n\0"),
                        refused(HEADER_REFUSED)),
                attack("UNSUBSCRIBE without one", send("UNSUBSCRIBE\n\n\0"), refused(HEADER_REFUSED)),
                attack("UNSUBSCRIBE of an unknown id", send("UNSUBSCRIBE\nid:none\n\n\0"), refused(HEADER_REFUSED)));
    }
}
