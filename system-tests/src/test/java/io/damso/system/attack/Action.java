package io.damso.system.attack;

import io.damso.system.wire.RawConnection;
import io.damso.system.wire.RawWebSocket;
import io.damso.system.wire.WireFrame;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/**
 * An action of an attacker. Texts may contain {@code {room}} (with the attacker and the other clients),
 * {@code {foreign}} (a room of others), {@code {own}} (of the attacker alone), {@code {user}}, {@code {other}} and
 * {@code {token}}.
 */
@FunctionalInterface
public interface Action {

    /** Performs the action. */
    void make(Attacker attacker) throws Exception;

    /** Sends text messages in a STOMP session. */
    static Action send(String... messages) {
        return attacker -> {
            for (String message : messages) {
                attacker.session().send(attacker.fill(message));
            }
        };
    }

    /** Sends text messages before CONNECT. */
    static Action sendFirst(String... messages) {
        return attacker -> {
            for (String message : messages) {
                attacker.socket().send(attacker.fill(message));
            }
        };
    }

    /** Sends WebSocket frames in a STOMP session, in one write. */
    static Action frames(WireFrame... frames) {
        return attacker -> attacker.session().send(frames);
    }

    /** Sends CONNECT with this {@code Authorization}. */
    static Action connectAs(String authorization) {
        return sendFirst("CONNECT\naccept-version:1.2\nhost:x\nAuthorization:" + authorization + "\n\n\0");
    }

    /** Sends to this destination, with a receipt. */
    static Action sendTo(String destination) {
        return send("SEND\ndestination:" + destination + "\nreceipt:action\n\n{\"text\":\"forged\"}\0");
    }

    /** Sends this body to the room, with a receipt. */
    static Action sendToRoom(String body) {
        return send("SEND\ndestination:/app/rooms.{room}.send\nreceipt:action\n\n" + body + "\0");
    }

    /** Sends to the room with these headers, each with its end of line, and a receipt. */
    static Action sendToRoomWith(String headers, String text) {
        return send("SEND\ndestination:/app/rooms.{room}.send\nreceipt:action\n" + headers + "\n{\"text\":\"" + text
                + "\"}\0");
    }

    /** Subscribes to this destination, with a receipt. */
    static Action subscribeTo(String destination) {
        return send("SUBSCRIBE\nid:s\ndestination:" + destination + "\nreceipt:action\n\n\0");
    }

    /** Sends a request with exactly these headers and body, and reads the answer. */
    static Action request(String... lines) {
        String text = String.join("\r\n", lines);
        return attacker -> attacker.request(attacker.fill(text.contains("\r\n\r\n") ? text : text + "\r\n\r\n"));
    }

    /** Sends a request with a body of JSON and the attacker's token. */
    static Action rest(String methodAndPath, String body) {
        return attacker -> {
            String filled = attacker.fill(body);
            attacker.request(attacker.fill(methodAndPath) + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + "Authorization: Bearer " + attacker.token() + "\r\nContent-Type: application/json\r\n"
                    + "Content-Length: " + filled.getBytes(StandardCharsets.UTF_8).length
                    + "\r\n\r\n" + filled);
        };
    }

    /** Sends a modified handshake, and reads the answer. */
    static Action handshake(UnaryOperator<String> change) {
        return attacker -> attacker.request(change.apply(RawWebSocket.handshake("/ws")));
    }

    /** Sends a valid handshake with one more header, and reads the answer. */
    static Action handshakeWith(String header) {
        return attacker -> attacker.request(RawWebSocket.handshake("/ws", attacker.fill(header)));
    }

    /** Writes an incomplete request or frame and disconnects. */
    static Action abandon(String beginning) {
        return attacker -> {
            try (RawConnection connection = attacker.connection()) {
                connection.write(attacker.fill(beginning));
            }
        };
    }
}
