package io.damso.system.hostile;

import static io.damso.protocol.ErrorCode.FRAME_TOO_LARGE;
import static io.damso.protocol.ErrorCode.TEXT_TOO_LONG;
import static io.damso.protocol.ErrorCode.TOO_MANY_SUBSCRIPTIONS;
import static io.damso.system.attack.Move.say;
import static io.damso.system.attack.Move.send;
import static io.damso.system.attack.Reaction.closed;
import static io.damso.system.attack.Reaction.ended;
import static io.damso.system.attack.Reaction.heard;
import static io.damso.system.attack.Reaction.refused;

import io.damso.system.attack.HostileTest;
import io.damso.system.attack.Move;
import io.damso.system.wire.WireFrame;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** More than anybody needs: texts, frames, headers, subscriptions; whole, in pieces, and claimed. */
class SizeAttacksIT extends HostileTest {

    private static final int KIB = 1024;
    private static final String SEND = "SEND\ndestination:/app/rooms.{room}.send\n\n";

    @TestFactory
    Stream<DynamicTest> texts() {
        String longest = "x".repeat(8 * KIB);
        return Stream.of(
                attack("text at its limit", say("{\"text\":\"" + longest + "\"}"), heard(longest)),
                attack("text one byte over", say("{\"text\":\"" + longest + "x\"}"), refused(TEXT_TOO_LONG)),
                attack("text over by its bytes, not its characters",
                        say("{\"text\":\"" + "\uac00".repeat(2_731) + "\"}"),
                        refused(TEXT_TOO_LONG)),
                attack("text over once its escapes are read",
                        say("{\"text\":\"" + "\\u0041".repeat(8 * KIB + 1) + "\"}"),
                        refused(TEXT_TOO_LONG)));
    }

    @TestFactory
    Stream<DynamicTest> frames() {
        Move endless = attacker -> {
            attacker.session().send(attacker.fill(SEND));
            for (int i = 0; i < 9; i++) {
                attacker.session().send("x".repeat(8 * KIB));
            }
        };
        return Stream.of(
                attack("frame over 64 KiB", send(SEND + "x".repeat(65 * KIB) + "\0"), ended(FRAME_TOO_LARGE)),
                attack("frame without an end", endless, ended(FRAME_TOO_LARGE)));
    }

    @TestFactory
    Stream<DynamicTest> messages() {
        // In one write: a second one could meet a connection that NGINX has closed with the answer still unread.
        WireFrame piece = WireFrame.text("x".repeat(9 * KIB)).unfinished();
        return Stream.of(
                attack("line over 8 KiB in a piece of a message", Move.frames(piece), ended("headers-too-large", 1002)),
                attack("message that claims 2^62 bytes", Move.frames(WireFrame.text("SEND").claiming(1L << 62)), closed(1009)));
    }

    @TestFactory
    Stream<DynamicTest> subscriptions() {
        Move twoHundredOne = attacker -> {
            String all = String.join("", IntStream.range(0, 199).mapToObj(i ->
                    "SUBSCRIBE\nid:s" + i + "\ndestination:/user/queue/notifications\n\n\0").toList());
            attacker.session().send(all);
            attacker.session().send("SUBSCRIBE\nid:more\ndestination:/user/queue/notifications\nreceipt:move\n\n\0");
        };
        return Stream.of(attack("201 subscriptions", twoHundredOne, refused(TOO_MANY_SUBSCRIPTIONS)));
    }
}
