package io.damso.system.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.system.wire.HttpAnswer;
import io.damso.system.wire.Internals;
import io.damso.system.wire.RawConnection;
import io.damso.system.wire.RawWebSocket;
import io.damso.system.wire.Received;
import io.damso.system.wire.WireFrame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A client with a valid token that sends invalid data through NGINX. No answer may contain internals of a
 * server.
 */
public final class Attacker implements AutoCloseable {

    private final AttackFixture fixture;
    private final int host;
    private final List<RawConnection> connections = new ArrayList<>();
    private final List<String> delivered = new ArrayList<>();
    private @Nullable RawWebSocket socket;
    private @Nullable HttpAnswer answer;
    private boolean connected;

    Attacker(AttackFixture fixture) {
        this.fixture = fixture;
        this.host = fixture.newHost();
    }

    /** Opens another connection through NGINX, which is closed after the case. */
    public RawConnection connection() throws IOException {
        RawConnection connection = fixture.connectToNginx(host);
        connections.add(connection);
        return connection;
    }

    /** Returns the WebSocket after a valid handshake. */
    public RawWebSocket socket() throws IOException {
        if (socket == null) {
            socket = RawWebSocket.open(connection(), "/ws");
        }
        return socket;
    }

    /** Opens the WebSocket at another path, or with further headers. */
    public void socketAt(String path, String... headers) throws IOException {
        socket = RawWebSocket.open(connection(), path, headers);
    }

    /** Returns the WebSocket in a STOMP session that subscribes to refusals. */
    public RawWebSocket session() throws IOException {
        RawWebSocket open = socket();
        if (!connected) {
            connected = true;
            open.send("CONNECT\naccept-version:1.2\nhost:x\nAuthorization:Bearer " + token() + "\n\n\0");
            assertThat(nextText()).startsWith("CONNECTED\n").contains("\nuser-name:" + fixture.attackersName() + "\n");
            open.send("SUBSCRIBE\nid:errors\ndestination:/user/queue/errors\nreceipt:errors\n\n\0");
            assertThat(nextText()).isEqualTo("RECEIPT\nreceipt-id:errors\n\n\0");
        }
        return open;
    }

    /** Sends a request over a new connection and keeps the answer. */
    public void request(String request) throws IOException {
        try (RawConnection connection = connection()) {
            connection.write(request);
            answer = HttpAnswer.read(connection);
        }
        Internals.assertNoInternals(answer().everything());
    }

    /** Restores the answer to check after another request. */
    public void keep(HttpAnswer judged) {
        answer = judged;
    }

    /** Returns the last answer. */
    public HttpAnswer answer() {
        return Objects.requireNonNull(answer, "nothing was asked");
    }

    /** Returns the attacker's own, valid token. */
    public String token() {
        return fixture.attackersToken();
    }

    /** Replaces the placeholders in braces. */
    public String fill(String text) {
        return fixture.fill(text);
    }

    /** Returns the next WebSocket message or event. */
    public Received next() throws IOException {
        Received next = socket().next();
        Internals.assertNoInternals(next.toString());
        return next;
    }

    /** Returns the next text message. */
    public String nextText() throws IOException {
        Received next = next();
        assertThat(next).isInstanceOf(Received.Text.class);
        return ((Received.Text) next).text();
    }

    /** Records a valid text that the room will receive from the attacker. */
    public void expectDelivered(String text) {
        delivered.add(text);
    }

    List<String> delivered() {
        return delivered;
    }

    /** Fails unless the session is open and the next message is the answer to a frame that is sent now. */
    public void assertAlive() throws IOException {
        String text = "still here";
        session()
                .send(fill("SEND\ndestination:/app/rooms.{room}.send\nreceipt:alive\n\n{\"text\":\"" + text + "\"}\0"));
        assertSent("alive");
        expectDelivered(text);
    }

    /** Fails unless the next message is the RECEIPT of a SEND. */
    void assertSent(String receipt) throws IOException {
        assertThat(nextText()).matches("RECEIPT\nreceipt-id:" + receipt + "\nmessage-id:[0-9a-f-]{36}\n\n\0");
    }

    /** Fails unless the connection has ended, at the latest after the attacker has answered the close. */
    public void assertGone() throws IOException {
        RawWebSocket open = socket();
        try {
            open.send(WireFrame.of(WireFrame.CLOSE, ""));
        } catch (IOException e) {
            // already closed
        }
        assertThat(open.next()).isEqualTo(new Received.End());
    }

    @Override
    public void close() {
        connections.forEach(RawConnection::close);
    }
}
