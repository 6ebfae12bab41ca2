package io.damso.load.wire;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The opening handshake of one WebSocket connection (RFC 6455 §4.1). Not thread-safe. */
public final class Handshake {

    private static final String ACCEPT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int LONGEST_ANSWER = 16 << 10;

    private final String key;
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream(256);

    /** Creates a handshake with a random key. */
    public Handshake() {
        byte[] nonce = new byte[16];
        ThreadLocalRandom.current().nextBytes(nonce);
        key = Base64.getEncoder().encodeToString(nonce);
    }

    /** Returns the request. */
    public byte[] request(URI endpoint, @Nullable String subprotocol) {
        String path = endpoint.getRawPath().isEmpty() ? "/" : endpoint.getRawPath();
        return ("GET " + path + " HTTP/1.1\r\nHost: " + endpoint.getAuthority()
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
                        + "\r\nSec-WebSocket-Key: " + key
                        + (subprotocol == null ? "" : "\r\nSec-WebSocket-Protocol: " + subprotocol)
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Reads the next piece of the response.
     *
     * @return index of the first byte after the response; -1 if the response is incomplete
     * @throws ProtocolException if the server refuses; the message contains its status line
     */
    public int read(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            answer.write(bytes[i]);
            if (bytes[i] == '\n' && ends()) {
                check(answer.toString(StandardCharsets.ISO_8859_1));
                return i + 1;
            }
        }
        if (answer.size() > LONGEST_ANSWER) {
            throw new ProtocolException("The response to the WebSocket handshake is too long");
        }
        return -1;
    }

    private boolean ends() {
        byte[] soFar = answer.toByteArray();
        return soFar.length >= 4 && soFar[soFar.length - 2] == '\r' && soFar[soFar.length - 3] == '\n';
    }

    private void check(String head) {
        String status = head.substring(0, head.indexOf('\r'));
        if (!status.startsWith("HTTP/1.1 101")) {
            throw new ProtocolException("WebSocket handshake refused: " + status);
        }
        String wanted = accept();
        boolean accepted = head.lines()
                .anyMatch(line ->
                        line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-accept:") && line.endsWith(wanted));
        if (!accepted) {
            throw new ProtocolException("WebSocket handshake without a valid Sec-WebSocket-Accept");
        }
    }

    private String accept() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest((key + ACCEPT).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
