package io.damso.system.hostile;

import static io.damso.protocol.ErrorCode.CONTENT_LENGTH_WRONG;
import static io.damso.protocol.ErrorCode.FRAME_TOO_LARGE;
import static io.damso.protocol.ErrorCode.MALFORMED_FRAME;
import static io.damso.system.attack.Action.frames;
import static io.damso.system.attack.Action.handshakeWith;
import static io.damso.system.attack.Action.send;
import static io.damso.system.attack.Action.sendFirst;
import static io.damso.system.attack.Reaction.answered;
import static io.damso.system.attack.Reaction.cleanedUp;
import static io.damso.system.attack.Reaction.closed;
import static io.damso.system.attack.Reaction.ended;
import static org.assertj.core.api.Assertions.assertThat;

import io.damso.system.attack.Attacker;
import io.damso.system.attack.HostileTest;
import io.damso.system.attack.Reaction;
import io.damso.system.wire.HttpAnswer;
import io.damso.system.wire.RawConnection;
import io.damso.system.wire.RawWebSocket;
import io.damso.system.wire.Received;
import io.damso.system.wire.WireFrame;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Rate limits, maximum counts and the header firewall. */
class LimitAttacksIT extends HostileTest {

    private static final int COME_BACK = 4000;
    private static final int PROTOCOL_ERROR = 1002;
    private static final int SENDS_PER_SECOND = 20;
    private static final int SENDS_BURST = 100;

    @Override
    protected void prepare() throws Exception {
        CLUSTER.lowerLimits();
    }

    @Override
    protected void clearUp() throws Exception {
        CLUSTER.raiseLimits();
    }

    private static WireFrame[] times(int count, WireFrame frame) {
        WireFrame[] frames = new WireFrame[count];
        Arrays.fill(frames, frame);
        return frames;
    }

    @TestFactory
    Stream<DynamicTest> rates() {
        AtomicLong begin = new AtomicLong();
        String elsewhere = "SEND\ndestination:/app/rooms.{foreign}.send\n\n{\"text\":\"flood\"}\0";
        return Stream.of(
                attack(
                        "two thousand heart-beats at once",
                        frames(times(2_000, WireFrame.text("\n"))),
                        closed(COME_BACK)),
                attack(
                        "two thousand pings at once",
                        frames(times(2_000, WireFrame.of(WireFrame.PING, "p"))),
                        new Reaction("pongs, then close 4000", LimitAttacksIT::assertPongsUntilClosed)),
                attack(
                        "five hundred SENDs at once",
                        attacker -> {
                            begin.set(System.nanoTime());
                            send(elsewhere.repeat(500)).make(attacker);
                        },
                        new Reaction(
                                "refused: too-many-requests, after some",
                                attacker -> assertRateRefused(attacker, begin.get()))));
    }

    private static void assertPongsUntilClosed(Attacker attacker) throws IOException {
        Received next = attacker.next();
        while (next instanceof Received.Pong) {
            next = attacker.next();
        }
        assertThat(next)
                .isInstanceOfSatisfying(
                        Received.Close.class, close -> assertThat(close.code()).isEqualTo(COME_BACK));
    }

    /**
     * Fails unless there are refusals after the burst.
     *
     * @param start when the first SEND was sent, at the latest
     */
    private static void assertRateRefused(Attacker attacker, long start) throws IOException {
        String text = attacker.nextText();
        int before = 0;
        while (text.contains("\"code\":\"not-a-member\"")) {
            before++;
            text = attacker.nextText();
        }
        assertThat(text).contains("\"code\":\"too-many-requests\"");
        // The burst, and the rate during the questions to persistence: negative memberships are not cached.
        int byRate = (int) (SENDS_PER_SECOND * (System.nanoTime() - start) / TimeUnit.SECONDS.toNanos(1));
        assertThat(before).isBetween(50, SENDS_BURST + byRate + SENDS_PER_SECOND);
    }

    @TestFactory
    Stream<DynamicTest> manySessionsAndHandshakes() {
        return Stream.of(
                attack(
                        "fifty sessions of one user",
                        LimitAttacksIT::openSessionsUntilRefused,
                        ended("too-many-sessions", PROTOCOL_ERROR)),
                attack("two thousand handshakes of one address", this::handshakesUntilRefused, cleanedUp()));
    }

    private static void openSessionsUntilRefused(Attacker attacker) throws IOException {
        String connect = attacker.fill("CONNECT\naccept-version:1.2\nhost:x\nAuthorization:Bearer {token}\n\n\0");
        int refused = 0;
        for (int i = 0; i < 60 && refused < 10; i++) { // until both gateways refuse
            RawWebSocket socket = RawWebSocket.open(attacker.connection(), "/ws");
            socket.send(connect);
            refused += socket.next() instanceof Received.Text(String text) && text.startsWith("ERROR") ? 1 : 0;
        }
        attacker.socket().send(connect);
    }

    private void handshakesUntilRefused(Attacker attacker) throws IOException {
        int host = fixture().newHost();
        int status = 101;
        for (int i = 0; i < 2_000 && status == 101; i++) {
            try (RawConnection connection = fixture().connectToGateway(0, host)) {
                connection.write(RawWebSocket.handshake("/ws"));
                status = HttpAnswer.read(connection).status();
            }
        }
        assertThat(status).isEqualTo(429);
    }

    @TestFactory
    Stream<DynamicTest> headers() {
        return Stream.of(
                attack(
                        "41 headers",
                        send("SEND\n" + "a:b\n".repeat(41) + "\n\0"),
                        ended("headers-too-large", PROTOCOL_ERROR)),
                attack(
                        "header of 9 KiB",
                        send("SEND\na:" + "b".repeat(9 << 10) + "\n\n\0"),
                        ended("headers-too-large", PROTOCOL_ERROR)),
                attack(
                        "header of 9 KiB before CONNECT",
                        sendFirst("CONNECT\na:" + "b".repeat(9 << 10)),
                        ended("headers-too-large", PROTOCOL_ERROR)),
                attack("only NULs", send("\0\0\0"), ended(MALFORMED_FRAME)),
                attack(
                        "NUL in a header",
                        send("SUBSCRIBE\nid:s\ndestination:/topic/rooms.{room}\0\n\n\0"),
                        ended(MALFORMED_FRAME)),
                attack(
                        "content-length of letters",
                        send("SEND\ncontent-length:ten\n\n{}\0"),
                        ended(CONTENT_LENGTH_WRONG)),
                attack("negative content-length", send("SEND\ncontent-length:-1\n\n{}\0"), ended(CONTENT_LENGTH_WRONG)),
                attack(
                        "content-length of two gigabytes",
                        send("SEND\ncontent-length:2147483648\n\n"),
                        ended(FRAME_TOO_LARGE)),
                attack(
                        "compression",
                        handshakeWith("Sec-WebSocket-Extensions: permessage-deflate"),
                        answered(101)
                                .and(
                                        "none agreed",
                                        attacker -> assertThat(attacker.answer().header("sec-websocket-extensions"))
                                                .isEmpty())));
    }
}
