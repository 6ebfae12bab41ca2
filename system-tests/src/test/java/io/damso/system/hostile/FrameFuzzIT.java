package io.damso.system.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.system.attack.HostileTest;
import io.damso.system.wire.FuzzedSession;
import io.damso.system.wire.HttpAnswer;
import io.damso.system.wire.Internals;
import io.damso.system.wire.Mutator;
import io.damso.system.wire.RawConnection;
import io.damso.system.wire.RawWebSocket;
import io.damso.system.wire.Received;
import io.damso.system.wire.WireFrame;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Many mutated frames and requests: each is answered or ends its own session, no answer contains internals of a server,
 * nothing hangs, and no resource remains. {@code -Ddamso.fuzz.seed=…} repeats a run.
 */
class FrameFuzzIT extends HostileTest {

    private static final long SEED = Long.getLong("damso.fuzz.seed", System.currentTimeMillis());

    /** Frames in a session, directly to the gateways, because TLS would take most of the time. */
    private static final int FRAMES = 93_000;
    /** Frames in a session, through NGINX. */
    private static final int FRAMES_THROUGH_NGINX = 2_000;
    /** Frames before CONNECT, each on its own socket. */
    private static final int FIRST_FRAMES = 5_000;
    /** Mutated WebSocket frames (RFC 6455), each on its own socket. */
    private static final int WEB_SOCKET_FRAMES = 1_000;
    /** REST requests, each on its own connection. */
    private static final int REQUESTS = 1_000;

    private static final int QUICK_MILLIS = 500;
    private static final int BEYOND_ANY_BODY = 130 << 10;

    private static final int THREADS = 8;
    private static final int AT_ONCE = 8;
    /** Maximum number of mutants in one session, below the rate limit for frames. */
    private static final int A_SESSION = 200;

    private List<String> frames() {
        String sendToRoom =
                "SEND\ndestination:/app/rooms.{foreign}.send\nreceipt:r-1\ncontent-type:application/json\n\n"
                        + "{\"text\":\"a fuzzed text\",\"clientMessageId\":\"0199c0de-0000-7000-8000-000000000000\"}\0";
        return fixture()
                .fill(List.of(
                        sendToRoom,
                        sendToRoom.replace("{foreign}", "{own}"),
                        "SEND\ndestination:/app/rooms.{foreign}.send\ncontent-length:24\n\n{\"text\":\"a fuzzed text\"}\0",
                        "SUBSCRIBE\nid:sub-0\ndestination:/topic/rooms.{own}\nack:auto\nreceipt:r-2\n\n\0",
                        "SUBSCRIBE\nid:sub-1\ndestination:/user/queue/notifications\nreceipt:r-3\n\n\0",
                        "UNSUBSCRIBE\nid:sub-0\nreceipt:r-4\n\n\0",
                        "ACK\nid:12345\ntransaction:tx1\n\n\0",
                        "BEGIN\ntransaction:tx1\nreceipt:r-5\n\n\0",
                        "CONNECT\naccept-version:1.0,1.1,1.2\nhost:damso\nheart-beat:10000,10000\nAuthorization:Bearer x.y.z\n\n\0",
                        "\n"));
    }

    @Test
    void mutatedFramesInASession() throws Exception {
        fuzzSessions(new Mutator(SEED, frames()), FRAMES, this::connectToGateway);
    }

    @Test
    void mutatedFramesThroughNginx() throws Exception {
        fuzzSessions(
                new Mutator(SEED + 1, frames()),
                FRAMES_THROUGH_NGINX,
                worker -> fixture().connectToNginx(fixture().newHost()));
    }

    private void fuzzSessions(Mutator mutator, int count, Door door) throws Exception {
        inParallel(count, (worker, from, to) -> {
            int done = from;
            while (done < to) {
                try (FuzzedSession session =
                        new FuzzedSession(socket(door, worker), fixture().attackersToken())) {
                    int last = Math.min(to, done + A_SESSION);
                    while (done < last && !session.ended()) {
                        done += feed(session, mutator, done, Math.min(AT_ONCE, last - done));
                    }
                }
            }
        });
    }

    private RawConnection connectToGateway(int worker) throws IOException {
        return fixture().connectToGateway(worker % 2, fixture().newHost());
    }

    private static RawWebSocket socket(Door door, int worker) throws IOException {
        return RawWebSocket.openWhenAdmitted(() -> door.open(worker), "/ws");
    }

    private static int feed(FuzzedSession session, Mutator mutator, int first, int count) {
        byte[][] mutants = new byte[count][];
        Arrays.setAll(mutants, i -> mutator.mutant(first + i));
        try {
            return session.feed(mutants);
        } catch (IOException | AssertionError e) {
            throw failure(
                    first,
                    String.join(
                            " | ",
                            Arrays.stream(mutants).map(FrameFuzzIT::shown).toList()),
                    e);
        }
    }

    @Test
    void mutatedFirstFrames() throws Exception {
        Mutator mutator = new Mutator(
                SEED + 2,
                fixture()
                        .fill(List.of(
                                "CONNECT\naccept-version:1.0,1.1,1.2\nhost:damso\nheart-beat:10000,10000\nAuthorization:Bearer {token}\n\n\0",
                                "STOMP\naccept-version:1.2\nhost:damso\nAuthorization:Bearer {token}\n\n\0",
                                "CONNECT\nlogin:guest\npasscode:guest\n\n\0")));
        inParallel(FIRST_FRAMES, (worker, from, to) -> {
            for (int i = from; i < to; i++) {
                byte[] mutant = mutator.mutant(i);
                speakAndHangUp(worker, i, WireFrame.of(WireFrame.BINARY, mutant).bytes());
            }
        });
    }

    @Test
    void mutatedWebSocketFrames() throws Exception {
        String sendToRoom = fixture().fill("SEND\ndestination:/app/rooms.{foreign}.send\n\n{\"text\":\"a\"}\0");
        List<String> frames = new ArrayList<>();
        for (WireFrame frame : List.of(
                WireFrame.text(sendToRoom),
                WireFrame.of(WireFrame.PING, "ping"),
                WireFrame.close(1000, "bye"),
                WireFrame.text("CONNECT\n\n\0").unfinished())) {
            frames.add(new String(frame.bytes(), StandardCharsets.ISO_8859_1));
        }
        Mutator mutator = new Mutator(SEED + 3, frames);
        inParallel(WEB_SOCKET_FRAMES, (worker, from, to) -> {
            for (int i = from; i < to; i++) {
                String mutant = new String(mutator.mutant(i), StandardCharsets.UTF_8);
                speakAndHangUp(worker, i, mutant.getBytes(StandardCharsets.ISO_8859_1));
            }
        });
    }

    /** Writes bytes after a valid handshake and nothing more: the gateway must close the connection. */
    private void speakAndHangUp(int worker, int number, byte[] bytes) {
        try (RawWebSocket socket = socket(this::connectToGateway, worker)) {
            socket.connection().write(bytes);
            socket.connection().finishWriting();
            for (Received next = socket.next(); !(next instanceof Received.End); next = socket.next()) {
                Internals.assertNoInternals(next.toString());
            }
        } catch (SocketException e) {
            // closed before everything was written
        } catch (IOException | AssertionError e) {
            throw failure(number, shown(bytes), e);
        }
    }

    @Test
    void mutatedRequests() throws Exception {
        String token = "Authorization: Bearer {token}\r\n";
        Mutator mutator = new Mutator(
                SEED + 4,
                fixture()
                        .fill(
                                List.of(
                                        "GET /api/rooms/{room}/messages?limit=10&before=0199c0de-0000-7000-8000-00000000000 HTTP/1.1\r\nHost: localhost\r\n"
                                                + "Connection: close\r\n" + token + "\r\n",
                                        "POST /api/rooms HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
                                                + token
                                                + "Content-Length: 29\r\n\r\n{\"name\":\"x\",\"members\":[\"bob\"]}",
                                        "PUT /api/rooms/{foreign}/members/mallory HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                                                + token + "\r\n",
                                        "PUT /api/rooms/{room}/members/mallory/role HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
                                                + token + "Content-Length: 16\r\n\r\n{\"role\":\"owner\"}",
                                        "PATCH /api/rooms/{room} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
                                                + token
                                                + "Content-Length: 40\r\n\r\n{\"name\":\"x\",\"topic\":\"y\",\"archived\":true}",
                                        "PUT /api/rooms/{own}/bans/bob HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
                                                + token + "Content-Length: 14\r\n\r\n{\"seconds\":60}",
                                        "POST /api/rooms/{own}/links HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
                                                + token + "Content-Length: 23\r\n\r\n{\"seconds\":60,\"uses\":1}",
                                        "POST /api/join HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
                                                + token + "Content-Length: 55\r\n\r\n{\"token\":\"" + "A".repeat(43)
                                                + "\"}",
                                        "POST /api/rooms/{room}/messages/0199c0de-0000-7000-8000-00000000000/reports HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
                                                + token + "Content-Length: 14\r\n\r\n{\"reason\":\"x\"}",
                                        "POST /api/direct-rooms HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
                                                + token + "Content-Length: 14\r\n\r\n{\"with\":\"bob\"}",
                                        RawWebSocket.handshake("/ws"),
                                        "GET /ws/info?t=1 HTTP/1.1\r\nHost: localhost\r\nOrigin: https://localhost\r\nConnection: close\r\n\r\n")));
        inParallel(REQUESTS, (worker, from, to) -> {
            for (int i = from; i < to; i++) {
                ask(i, mutator.mutant(i));
            }
        });
    }

    private void ask(int number, byte[] request) {
        try (RawConnection connection = fixture().connectToNginx(fixture().newHost())) {
            connection.write(request);
            HttpAnswer answer = answerOf(connection);
            Internals.assertNoInternals(answer.everything());
            assertThat(answer.status())
                    .as(answer.everything())
                    .satisfiesAnyOf(
                            status -> assertThat(status).isLessThan(500),
                            // A mutant may name a message that does not exist, for which the answer waits.
                            status -> assertThat(answer.everything()).contains("\"code\":\"message-not-stored-yet\""),
                            status -> assertThat(status)
                                    .isIn(501, 505)); // NGINX: encodings and versions that are not supported
        } catch (SocketException e) {
            // closed before everything was written
        } catch (IOException | AssertionError e) {
            throw failure(number, shown(request), e);
        }
    }

    /** A mutant may lack its end or have a longer content-length: the missing bytes are sent later. */
    private static HttpAnswer answerOf(RawConnection connection) throws IOException {
        connection.patience(QUICK_MILLIS);
        try {
            connection.awaitByte();
        } catch (SocketTimeoutException e) {
            connection.write("\r\n\r\n" + "x".repeat(BEYOND_ANY_BODY));
        }
        connection.patience(Math.toIntExact(RawConnection.TIMEOUT.toMillis()));
        return HttpAnswer.read(connection);
    }

    private static AssertionError failure(int number, String mutants, Throwable cause) {
        return new AssertionError("-Ddamso.fuzz.seed=" + SEED + ", mutant " + number + ": " + mutants, cause);
    }

    private static String shown(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8) + " [" + HexFormat.of().formatHex(bytes) + "]";
    }

    /** Divides the work among threads, and checks the cluster at the end. */
    private void inParallel(int count, Work work) throws Exception {
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Callable<Void>> shares = new ArrayList<>();
            for (int worker = 0; worker < THREADS; worker++) {
                int number = worker;
                int from = (int) ((long) count * worker / THREADS);
                int to = (int) ((long) count * (worker + 1) / THREADS);
                shares.add(() -> {
                    work.share(number, from, to);
                    return null;
                });
            }
            for (Future<Void> share : threads.invokeAll(shares)) {
                share.get();
            }
        }
        System.out.printf("%d mutants in %d ms, seed %d%n", count, (System.nanoTime() - start) / 1_000_000, SEED);
        fixture().assertUnharmed(List.of());
    }

    @FunctionalInterface
    private interface Work {
        void share(int worker, int from, int to) throws Exception;
    }

    @FunctionalInterface
    private interface Door {
        RawConnection open(int worker) throws IOException;
    }
}
