package io.damso.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * The complete answer to a WebSocket handshake. Java's client does not return the body of a refusal.
 *
 *
 * @param head status line and headers, in lower case
 *
 * @param body body of the answer; empty if the handshake succeeded
 */
public record RawHandshake(String head, String body) {

    private static final int TIMEOUT_MILLIS = 30_000;
    private static final String END_OF_HEAD = "\r\n\r\n";

    /** Requests an upgrade of a path, with additional header lines. */
    public static RawHandshake of(int port, String path, List<String> headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n"
                    + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
            headers.forEach(header -> request.append(header).append("\r\n"));
            socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
            return read(socket.getInputStream());
        }
    }

    private static RawHandshake read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.UTF_8).endsWith(END_OF_HEAD)) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("The answer ended in its head: " + head);
            }
            head.write(next);
        }
        String lines = head.toString(StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
        return new RawHandshake(lines, new String(in.readNBytes(lengthOf(lines)), StandardCharsets.UTF_8));
    }

    private static int lengthOf(String lines) {
        return lines.lines()
                .filter(line -> line.startsWith("content-length:"))
                .map(line ->
                        Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElse(0);
    }

    public int status() {
        return Integer.parseInt(head.split(" ")[1]);
    }
}
