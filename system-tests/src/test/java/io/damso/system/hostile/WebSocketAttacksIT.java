package io.damso.system.hostile;

import static io.damso.system.attack.Action.frames;
import static io.damso.system.attack.Reaction.cleanedUp;
import static io.damso.system.attack.Reaction.closed;
import static io.damso.system.attack.Reaction.delivered;
import static io.damso.system.attack.Reaction.ignored;
import static org.assertj.core.api.Assertions.assertThat;

import io.damso.system.attack.Action;
import io.damso.system.attack.HostileTest;
import io.damso.system.attack.Reaction;
import io.damso.system.wire.Received;
import io.damso.system.wire.WireFrame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Violations of RFC 6455, and valid but unusual frames. */
class WebSocketAttacksIT extends HostileTest {

    private static final int PROTOCOL_ERROR = 1002;
    private static final int TOO_BIG = 1009;
    private static final int NOT_UTF_8 = 1007;
    private static final int CONTINUATION = WireFrame.CONTINUATION;

    private static final String SAY =
            "SEND\ndestination:/app/rooms.{room}.send\nreceipt:action\n\n{\"text\":\"in pieces\"}\0";

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        IntStream.range(0, values.length).forEach(i -> bytes[i] = (byte) values[i]);
        return bytes;
    }

    @TestFactory
    Stream<DynamicTest> forbiddenFrames() {
        Stream<DynamicTest> opcodes = IntStream.of(3, 4, 5, 6, 7, 11, 12, 13, 14, 15)
                .mapToObj(opcode ->
                        attack("opcode " + opcode, frames(WireFrame.of(opcode, "x")), closed(PROTOCOL_ERROR)));
        Stream<DynamicTest> bits = IntStream.of(0x40, 0x20, 0x10)
                .mapToObj(bit -> attack(
                        "reserved bit " + bit, frames(WireFrame.text("\n").reserved(bit)), closed(PROTOCOL_ERROR)));
        return Stream.concat(opcodes, bits);
    }

    @TestFactory
    Stream<DynamicTest> malformedFrames() {
        return Stream.of(
                attack("no mask", frames(WireFrame.text("\n").unmasked()), closed(PROTOCOL_ERROR)),
                attack(
                        "ping of 126 bytes",
                        frames(WireFrame.of(WireFrame.PING, "x".repeat(126))),
                        closed(PROTOCOL_ERROR)),
                attack(
                        "fragmented ping",
                        frames(WireFrame.of(WireFrame.PING, "x").unfinished()),
                        closed(PROTOCOL_ERROR)),
                attack("fragmented close", frames(WireFrame.close(1000, "").unfinished()), closed(PROTOCOL_ERROR)),
                attack(
                        "length with its highest bit set",
                        frames(WireFrame.text("x").claiming(1L << 63)),
                        closed(TOO_BIG)),
                attack(
                        "length in more bytes than needed",
                        frames(WireFrame.text("\n").lengthIn(8)),
                        ignored()));
    }

    @TestFactory
    Stream<DynamicTest> fragments() {
        Action oneByOne = attacker -> {
            byte[] frame = attacker.fill(SAY).getBytes(StandardCharsets.UTF_8);
            WireFrame[] pieces = new WireFrame[frame.length];
            for (int i = 0; i < frame.length; i++) {
                WireFrame piece = WireFrame.of(i == 0 ? WireFrame.TEXT : CONTINUATION, bytes(frame[i]));
                pieces[i] = i < frame.length - 1 ? piece.unfinished() : piece;
            }
            attacker.session().send(pieces);
        };
        WireFrame[] emptyPieces = new WireFrame[500];
        Arrays.fill(emptyPieces, WireFrame.of(CONTINUATION, "").unfinished());
        emptyPieces[0] = WireFrame.text("").unfinished();
        emptyPieces[emptyPieces.length - 1] = WireFrame.of(CONTINUATION, "\n");
        return Stream.of(
                attack("frame byte by byte", oneByOne, delivered("in pieces")),
                attack("five hundred empty fragments", frames(emptyPieces), ignored()),
                attack(
                        "continuation without a first frame",
                        frames(WireFrame.of(CONTINUATION, "x")),
                        closed(PROTOCOL_ERROR)),
                attack(
                        "new message within another",
                        frames(WireFrame.text("a").unfinished(), WireFrame.text("b")),
                        closed(PROTOCOL_ERROR)),
                attack(
                        "endless fragments, then disconnect",
                        frames(
                                WireFrame.text("SEND\n").unfinished(),
                                WireFrame.of(CONTINUATION, "a").unfinished()),
                        cleanedUp()));
    }

    @TestFactory
    Stream<DynamicTest> invalidText() {
        WireFrame half = WireFrame.of(WireFrame.TEXT, bytes(0xEA, 0xB0)).unfinished();
        return Stream.of(
                attack(
                        "bytes that are not UTF-8",
                        frames(WireFrame.of(WireFrame.TEXT, bytes(0xC3, 0x28))),
                        closed(NOT_UTF_8)),
                attack(
                        "overlong encoding of a slash",
                        frames(WireFrame.of(WireFrame.TEXT, bytes(0xC0, 0xAF))),
                        closed(NOT_UTF_8)),
                attack("surrogate", frames(WireFrame.of(WireFrame.TEXT, bytes(0xED, 0xA0, 0x80))), closed(NOT_UTF_8)),
                attack(
                        "character above the Unicode range",
                        frames(WireFrame.of(WireFrame.TEXT, bytes(0xF4, 0x90, 0x80, 0x80))),
                        closed(NOT_UTF_8)),
                attack(
                        "incomplete character",
                        frames(WireFrame.of(WireFrame.TEXT, bytes(0xEA, 0xB0))),
                        closed(NOT_UTF_8)),
                attack(
                        "incomplete character at the end of a fragment",
                        frames(half, WireFrame.of(CONTINUATION, bytes(0x28))),
                        closed(NOT_UTF_8)));
    }

    @TestFactory
    Stream<DynamicTest> invalidCloses() {
        Stream<DynamicTest> codes = IntStream.of(0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535)
                .mapToObj(code -> attack("close " + code, frames(WireFrame.close(code, "")), closed(PROTOCOL_ERROR)));
        Stream<DynamicTest> others = Stream.of(
                attack("close of one byte", frames(WireFrame.of(WireFrame.CLOSE, bytes(3))), closed(PROTOCOL_ERROR)),
                attack(
                        "close with a reason that is not UTF-8",
                        frames(WireFrame.of(WireFrame.CLOSE, bytes(3, 232, 0xC3, 0x28))),
                        closed(NOT_UTF_8)),
                attack(
                        "close, then a message",
                        frames(WireFrame.close(1000, "bye"), WireFrame.text(SAY)),
                        closed(1000)),
                attack("valid close", frames(WireFrame.close(4321, "my own")), closed(4321)));
        return Stream.concat(codes, others);
    }

    @TestFactory
    Stream<DynamicTest> manyValidFrames() {
        WireFrame[] pings = new WireFrame[500];
        Arrays.fill(pings, WireFrame.of(WireFrame.PING, "p".repeat(125)));
        WireFrame[] pongs = new WireFrame[500];
        Arrays.fill(pongs, WireFrame.of(WireFrame.PONG, "never asked"));
        return Stream.of(
                attack("five hundred pings", frames(pings), new Reaction("five hundred pongs", attacker -> {
                    for (int i = 0; i < pings.length; i++) {
                        assertThat(attacker.next()).isEqualTo(new Received.Pong("p".repeat(125)));
                    }
                    attacker.assertAlive();
                })),
                attack("five hundred unsolicited pongs", frames(pongs), ignored()),
                attack(
                        "STOMP in a binary message",
                        attacker -> attacker.session().send(WireFrame.of(WireFrame.BINARY, attacker.fill(SAY))),
                        delivered("in pieces")),
                attack(
                        "body that is not UTF-8, in a binary message",
                        WebSocketAttacksIT::sayBytes,
                        Reaction.refused(io.damso.protocol.ErrorCode.BODY_UNREADABLE)),
                attack(
                        "connection reset within a frame",
                        attacker -> {
                            attacker.session().connection().write(bytes(0x81, 0xFE, 0x10));
                            attacker.session().connection().reset();
                        },
                        cleanedUp()));
    }

    private static void sayBytes(io.damso.system.attack.Attacker attacker) throws IOException {
        byte[] head = attacker.fill("SEND\ndestination:/app/rooms.{room}.send\n\n{\"text\":\"")
                .getBytes(StandardCharsets.UTF_8);
        byte[] whole = Arrays.copyOf(head, head.length + 5);
        System.arraycopy(bytes(0xC0, 0xAF, '"', '}', 0), 0, whole, head.length, 5);
        attacker.session().send(WireFrame.of(WireFrame.BINARY, whole));
    }
}
