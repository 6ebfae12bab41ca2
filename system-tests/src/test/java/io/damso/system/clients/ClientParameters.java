package io.damso.system.clients;

import java.net.URI;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;

/**
 * The parameters of a client in the test.
 *
 * @param web address of the cluster's NGINX
 * @param socket address of STOMP over WebSocket
 * @param bridge proxy for STOMP over TCP
 * @param tls TLS context that trusts the cluster
 * @param certificate the same as a file
 * @param user the client's user
 * @param token the user's token
 * @param room the room's id
 */
record ClientParameters(
        URI web,
        URI socket,
        TcpBridge bridge,
        SSLContext tls,
        Path certificate,
        String user,
        String token,
        String room) {

    static final String ERRORS = "/user/queue/errors";

    String topic() {
        return "/topic/rooms." + room;
    }

    String destination() {
        return "/app/rooms." + room + ".send";
    }

    String authorization() {
        return "Bearer " + token;
    }
}
