package io.damso.system.hostile;

import static io.damso.protocol.ErrorCode.DESTINATION_REFUSED;
import static io.damso.protocol.ErrorCode.HEADER_REFUSED;
import static io.damso.system.attack.Move.sayWith;
import static io.damso.system.attack.Move.send;
import static io.damso.system.attack.Reaction.heard;
import static io.damso.system.attack.Reaction.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.damso.system.attack.Attacker;
import io.damso.system.attack.HostileTest;
import io.damso.system.attack.Move;
import io.damso.system.attack.Reaction;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Headers that mean something to RabbitMQ, to other clients or to nobody: none of them goes further than the gateway.
 */
class HeaderAttacksIT extends HostileTest {

    @TestFactory
    Stream<DynamicTest> headersOfTheBrokerOnSend() {
        return Stream.of(
                        "reply-to:/temp-queue/x", "user-id:guest", "persistent:false", "expiration:1", "priority:255",
                        "correlation-id:x", "type:x", "app-id:x", "timestamp:0", "content-encoding:gzip",
                        "x-queue-name:hostile", "durable:true", "x-message-ttl:1", "x-dead-letter-exchange:amq.topic",
                        "X-Message-TTL:1", "amqp-message-id:x", "transaction:t", "x-match:any", "message-id:1")
                .map(header -> attack("SEND with " + header, sayWith(header + "\n", "plain"), refused(HEADER_REFUSED)));
    }

    @TestFactory
    Stream<DynamicTest> headersOfNobody() {
        return Stream.of("partition:3", "CC:damso.messages.1", "sender:admin", "Authorization:Bearer x", "traceparent:0")
                .map(header -> attack("SEND with " + header, sayWith(header + "\n", "plain"), heard("plain")));
    }

    @TestFactory
    Stream<DynamicTest> headersOfTheBrokerOnSubscribe() {
        return Stream.of(
                        "x-queue-name:hostile", "durable:true", "auto-delete:false", "exclusive:false", "ack:client",
                        "prefetch-count:65535", "x-queue-type:stream", "x-expires:1", "x-stream-offset:first",
                        "selector:1=1", "persistent:false")
                .map(header -> attack("SUBSCRIBE with " + header,
                        send("SUBSCRIBE\nid:s\ndestination:/user/queue/notifications\nreceipt:move\n" + header + "\n\n\0"),
                        refused(HEADER_REFUSED)));
    }

    @TestFactory
    Stream<DynamicTest> whatOthersRead() {
        Move listenAndSay = attacker -> {
            attacker.session().send(attacker.fill("SUBSCRIBE\nid:own\ndestination:/topic/rooms.{room}\nreceipt:own\n\n\0"));
            assertThat(attacker.nextText()).contains("receipt-id:own");
            attacker.session().send(attacker.fill("SEND\ndestination:/app/rooms.{room}.send\nsecret:1\nCC:x\n"
                    + "custom:<b>\nsender:forged\n\n{\"text\":\"bare\"}\0"));
        };
        return Stream.of(attack("SEND with many headers, as its subscribers see it", listenAndSay,
                new Reaction("only the documented headers arrive", HeaderAttacksIT::assertBareMessage)));
    }

    private static void assertBareMessage(Attacker attacker) throws Exception {
        String message = attacker.nextText();
        List<String> lines = Arrays.asList(message.substring(0, message.indexOf("\n\n")).split("\n"));
        assertThat(lines.stream().skip(1).map(line -> line.substring(0, line.indexOf(':')))).isSubsetOf(
                "subscription", "destination", "message-id", "content-type", "content-length");
        assertThat(message).startsWith("MESSAGE\n").contains("\nsubscription:own\n", "\"text\":\"bare\"");
        attacker.expectHeard("bare");
    }

    @TestFactory
    Stream<DynamicTest> headersTwice() {
        return Stream.of(
                attack("second destination, which does not count",
                        sayWith("destination:/topic/rooms.{room}\n", "first"), heard("first")),
                attack("first destination, which counts",
                        send("SEND\ndestination:/topic/x\ndestination:/app/rooms.{room}.send\nreceipt:move\n\n{\"text\":\"x\"}\0"),
                        refused(DESTINATION_REFUSED)));
    }

    @TestFactory
    Stream<DynamicTest> headersThatWouldComeBack() {
        return Stream.of(
                attack("receipt with an end of line", send("UNSUBSCRIBE\nid:none\nreceipt:a\\nerror-code:x\n\n\0"),
                        refused(HEADER_REFUSED)),
                attack("receipt with an escape sequence of terminals",
                        send("UNSUBSCRIBE\nid:none\nreceipt:\u001b[2J\n\n\0"),
                        refused(HEADER_REFUSED)),
                attack("subscription id with an end of line",
                        send("SUBSCRIBE\nid:a\\nb:c\ndestination:/topic/rooms.{room}\n\n\0"), refused(HEADER_REFUSED)));
    }

    @TestFactory
    Stream<DynamicTest> subscriptionIds() {
        return Stream.of(
                attack("none", send("SUBSCRIBE\ndestination:/topic/rooms.{room}\n\n\0"), refused(HEADER_REFUSED)),
                attack("empty", send("SUBSCRIBE\nid:\ndestination:/topic/rooms.{room}\n\n\0"), refused(HEADER_REFUSED)),
                attack("of 129 characters",
                        send("SUBSCRIBE\nid:" + "x".repeat(129) + "\ndestination:/topic/rooms.{room}\n\n\0"),
                        refused(HEADER_REFUSED)),
                attack("taken", send("SUBSCRIBE\nid:errors\ndestination:/topic/rooms.{room}\n\n\0"),
                        refused(HEADER_REFUSED)),
                attack("UNSUBSCRIBE without one", send("UNSUBSCRIBE\n\n\0"), refused(HEADER_REFUSED)),
                attack("UNSUBSCRIBE of one that is none", send("UNSUBSCRIBE\nid:none\n\n\0"), refused(HEADER_REFUSED)));
    }
}
