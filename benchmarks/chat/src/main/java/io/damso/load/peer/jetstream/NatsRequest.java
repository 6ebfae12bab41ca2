package io.damso.load.peer.jetstream;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * One request over NATS on a connection of its own. It shares no code with the load client's protocol, so that an error
 * there cannot hide in the counts that are compared.
 */
final class NatsRequest {

    private static final int TIMEOUT_MILLIS = (int) TimeUnit.SECONDS.toMillis(10);
    private static final String INBOX = "_INBOX.damso";

    private NatsRequest() {}

    /**
     * Sends a request and returns the body of the answer. Blocks; no wait for data is longer than 10 s.
     *
     * @throws IOException if there is no connection, or no answer in time
     */
    static byte[] send(int port, String subject, byte[] body) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            request.writeBytes(bytes("CONNECT {\"verbose\":false,\"pedantic\":false}\r\nSUB " + INBOX + " 1\r\nPUB "
                    + subject + " " + INBOX + " " + body.length + "\r\n"));
            request.writeBytes(body);
            request.writeBytes(bytes("\r\n"));
            socket.getOutputStream().write(request.toByteArray());
            return answer(new BufferedInputStream(socket.getInputStream()), socket.getOutputStream());
        }
    }

    private static byte[] answer(InputStream in, OutputStream out) throws IOException {
        while (true) {
            String line = line(in);
            if (line.startsWith("MSG ")) {
                return in.readNBytes(Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1)));
            }
            if (line.startsWith("-ERR")) {
                throw new IOException(line);
            }
            if (line.equals("PING")) {
                out.write(bytes("PONG\r\n"));
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the server has closed the connection");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
