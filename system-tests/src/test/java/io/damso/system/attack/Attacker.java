package io.damso.system.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.system.wire.HttpAnswer;
import io.damso.system.wire.RawConnection;
import io.damso.system.wire.RawWebSocket;
import io.damso.system.wire.Received;
import io.damso.system.wire.WireFrame;
import io.damso.system.wire.Words;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Somebody with a valid token and no manners. Comes through NGINX. What it reads must never show the inside of a
 * server.
 */
public final class Attacker implements AutoCloseable {

    private final Scene scene;
    private final int host;
    private final List<RawConnection> connections = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private @Nullable RawWebSocket socket;
    private @Nullable HttpAnswer answer;
    private boolean connected;

    Attacker(Scene scene) {
        this.scene = scene;
        this.host = scene.newHost();
    }

    /** Opens one more connection through NGINX; it ends with the case. */
    public RawConnection connection() throws IOException {
        RawConnection connection = scene.frontDoor(host);
        connections.add(connection);
        return connection;
    }

    /** Returns the WebSocket, whose hands were shaken lawfully. */
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

    /** Returns the WebSocket in a STOMP session that is told what is refused. */
    public RawWebSocket session() throws IOException {
        RawWebSocket open = socket();
        if (!connected) {
            connected = true;
            open.send("CONNECT\naccept-version:1.2\nhost:x\nAuthorization:Bearer " + token() + "\n\n\0");
            assertThat(nextText()).startsWith("CONNECTED\n").contains("\nuser-name:" + scene.attackersName() + "\n");
            open.send("SUBSCRIBE\nid:errors\ndestination:/user/queue/errors\nreceipt:errors\n\n\0");
            assertThat(nextText()).isEqualTo("RECEIPT\nreceipt-id:errors\n\n\0");
        }
        return open;
    }

    /** Sends a request over a connection of its own and keeps the answer. */
    public void request(String request) throws IOException {
        try (RawConnection connection = connection()) {
            connection.write(request);
            answer = HttpAnswer.read(connection);
        }
        Words.assertNoInsides(answer().everything());
    }

    /** Puts an answer back that is to be judged, after another request. */
    public void keep(HttpAnswer judged) {
        answer = judged;
    }

    /** Returns the last answer. */
    public HttpAnswer answer() {
        return Objects.requireNonNull(answer, "nothing was asked");
    }

    /** Returns the attacker's own, valid token. */
    public String token() {
        return scene.attackersToken();
    }

    /** Fills in what the braces of a move stand for. */
    public String fill(String text) {
        return scene.fill(text);
    }

    /** Returns what comes next. */
    public Received next() throws IOException {
        Received next = socket().next();
        Words.assertNoInsides(next.toString());
        return next;
    }

    /** Returns the text message that comes next. */
    public String nextText() throws IOException {
        Received next = next();
        assertThat(next).isInstanceOf(Received.Text.class);
        return ((Received.Text) next).text();
    }

    /** Notes a text that the room is going to hear from the attacker. */
    public void expectHeard(String text) {
        heard.add(text);
    }

    List<String> heard() {
        return heard;
    }

    /** Fails unless the session lives and the very next thing that comes is the answer to what is sent now. */
    public void assertAlive() throws IOException {
        String text = "still here";
        session().send(fill("SEND\ndestination:/app/rooms.{room}.send\nreceipt:alive\n\n{\"text\":\"" + text
                + "\"}\0"));
        assertThat(nextText()).isEqualTo("RECEIPT\nreceipt-id:alive\n\n\0");
        expectHeard(text);
    }

    /** Fails unless the connection has ended, at the latest after the attacker has answered the close. */
    public void assertGone() throws IOException {
        RawWebSocket open = socket();
        try {
            open.send(WireFrame.of(WireFrame.CLOSE, ""));
        } catch (IOException e) {
            // gone already
        }
        assertThat(open.next()).isEqualTo(new Received.End());
    }

    @Override
    public void close() {
        connections.forEach(RawConnection::close);
    }
}
