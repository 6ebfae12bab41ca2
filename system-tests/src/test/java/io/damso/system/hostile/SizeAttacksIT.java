package io.damso.system.hostile;

import static io.damso.protocol.ErrorCode.FRAME_TOO_LARGE;
import static io.damso.protocol.ErrorCode.TEXT_TOO_LONG;
import static io.damso.protocol.ErrorCode.TOO_MANY_SUBSCRIPTIONS;
import static io.damso.system.attack.Action.send;
import static io.damso.system.attack.Action.sendToRoom;
import static io.damso.system.attack.Reaction.closed;
import static io.damso.system.attack.Reaction.delivered;
import static io.damso.system.attack.Reaction.ended;
import static io.damso.system.attack.Reaction.refused;

import io.damso.system.attack.Action;
import io.damso.system.attack.HostileTest;
import io.damso.system.wire.WireFrame;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Too large or too many texts, frames, headers and subscriptions: whole, in parts, and with false lengths. */
class SizeAttacksIT extends HostileTest {

    private static final int KIB = 1024;
    private static final String SEND = "SEND\ndestination:/app/rooms.{room}.send\n\n";

    @TestFactory
    Stream<DynamicTest> texts() {
        String longest = "x".repeat(4 * KIB);
        return Stream.of(
                attack("text at its limit", sendToRoom("{\"text\":\"" + longest + "\"}"), delivered(longest)),
                attack("text one byte over", sendToRoom("{\"text\":\"" + longest + "x\"}"), refused(TEXT_TOO_LONG)),
                attack(
                        "text too long in bytes, not in characters",
                        sendToRoom("{\"text\":\"" + "\uac00".repeat(1_366) + "\"}"),
                        refused(TEXT_TOO_LONG)),
                attack(
                        "text too long as JSON",
                        sendToRoom("{\"text\":\"" + "\\\"".repeat(2 * KIB + 1) + "\"}"),
                        refused(TEXT_TOO_LONG)),
                attack(
                        "text too long after unescaping",
                        sendToRoom("{\"text\":\"" + "\\u0041".repeat(4 * KIB + 1) + "\"}"),
                        refused(TEXT_TOO_LONG)));
    }

    @TestFactory
    Stream<DynamicTest> frames() {
        Action endless = attacker -> {
            attacker.session().send(attacker.fill(SEND));
            for (int i = 0; i < 9; i++) {
                attacker.session().send("x".repeat(8 * KIB));
            }
        };
        return Stream.of(
                attack("frame over 64 KiB", send(SEND + "x".repeat(65 * KIB) + "\0"), ended(FRAME_TOO_LARGE)),
                attack("endless frame", endless, ended(FRAME_TOO_LARGE)));
    }

    @TestFactory
    Stream<DynamicTest> messages() {
        // In one write, because NGINX may close the connection before a second one, and the answer would be lost.
        WireFrame piece = WireFrame.text("x".repeat(9 * KIB)).unfinished();
        return Stream.of(
                attack(
                        "line over 8 KiB in a piece of a message",
                        Action.frames(piece),
                        ended("headers-too-large", 1002)),
                attack(
                        "message that claims 2^62 bytes",
                        Action.frames(WireFrame.text("SEND").claiming(1L << 62)),
                        closed(1009)));
    }

    @TestFactory
    Stream<DynamicTest> subscriptions() {
        Action twoHundredOne = attacker -> {
            String all = String.join(
                    "",
                    IntStream.range(0, 199)
                            .mapToObj(i -> "SUBSCRIBE\nid:s" + i + "\ndestination:/user/queue/notifications\n\n\0")
                            .toList());
            attacker.session().send(all);
            attacker.session().send("SUBSCRIBE\nid:more\ndestination:/user/queue/notifications\nreceipt:action\n\n\0");
        };
        return Stream.of(attack("201 subscriptions", twoHundredOne, refused(TOO_MANY_SUBSCRIPTIONS)));
    }
}
