package io.damso.system.attack;

import io.damso.system.wire.RawConnection;
import io.damso.system.wire.RawWebSocket;
import io.damso.system.wire.WireFrame;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/**
 * What an attacker does. Texts may hold {@code {room}} (shared with the bystanders), {@code {foreign}} (a room of
 * others), {@code {own}} (of the attacker alone), {@code {user}}, {@code {bystander}} and {@code {token}}.
 */
@FunctionalInterface
public interface Move {

    /** Does it. */
    void make(Attacker attacker) throws Exception;

    /** Sends text messages in a STOMP session. */
    static Move send(String... messages) {
        return attacker -> {
            for (String message : messages) {
                attacker.session().send(attacker.fill(message));
            }
        };
    }

    /** Sends text messages before CONNECT. */
    static Move sendFirst(String... messages) {
        return attacker -> {
            for (String message : messages) {
                attacker.socket().send(attacker.fill(message));
            }
        };
    }

    /** Sends WebSocket frames in a STOMP session, in one write. */
    static Move frames(WireFrame... frames) {
        return attacker -> attacker.session().send(frames);
    }

    /** Says CONNECT with this {@code Authorization}. */
    static Move connectAs(String authorization) {
        return sendFirst("CONNECT\naccept-version:1.2\nhost:x\nAuthorization:" + authorization + "\n\n\0");
    }

    /** Sends to this destination, with a receipt. */
    static Move sendTo(String destination) {
        return send("SEND\ndestination:" + destination + "\nreceipt:move\n\n{\"text\":\"forged\"}\0");
    }

    /** Sends this body to the room, with a receipt. */
    static Move say(String body) {
        return send("SEND\ndestination:/app/rooms.{room}.send\nreceipt:move\n\n" + body + "\0");
    }

    /** Sends to the room with these headers, each with its end of line, and a receipt. */
    static Move sayWith(String headers, String text) {
        return send("SEND\ndestination:/app/rooms.{room}.send\nreceipt:move\n" + headers
                + "\n{\"text\":\"" + text + "\"}\0");
    }

    /** Subscribes to this destination, with a receipt. */
    static Move subscribeTo(String destination) {
        return send("SUBSCRIBE\nid:s\ndestination:" + destination + "\nreceipt:move\n\n\0");
    }

    /** Sends a request, headers and body as they stand here, and reads the answer. */
    static Move request(String... lines) {
        String text = String.join("\r\n", lines);
        return attacker -> attacker.request(attacker.fill(text.contains("\r\n\r\n") ? text : text + "\r\n\r\n"));
    }

    /** Sends a request with a body of JSON and the attacker's token. */
    static Move rest(String methodAndPath, String body) {
        return attacker -> {
            String filled = attacker.fill(body);
            attacker.request(attacker.fill(methodAndPath) + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + "Authorization: Bearer " + attacker.token() + "\r\nContent-Type: application/json\r\n"
                    + "Content-Length: " + filled.getBytes(StandardCharsets.UTF_8).length
                    + "\r\n\r\n" + filled);
        };
    }

    /** Sends a handshake after someone has changed it, and reads the answer. */
    static Move handshake(UnaryOperator<String> change) {
        return attacker -> attacker.request(change.apply(RawWebSocket.handshake("/ws")));
    }

    /** Sends a lawful handshake with one more header, and reads the answer. */
    static Move handshakeWith(String header) {
        return attacker -> attacker.request(RawWebSocket.handshake("/ws", attacker.fill(header)));
    }

    /** Writes the beginning of something and then goes away. */
    static Move abandon(String beginning) {
        return attacker -> {
            try (RawConnection connection = attacker.connection()) {
                connection.write(attacker.fill(beginning));
            }
        };
    }
}
