package io.damso.system.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A response of an HTTP server (RFC 9112).
 *
 * @param status status code; 0 if the server closed the connection without a response, 9 if its response has no headers
 * @param headers by lower-case name, the last one of a name
 * @param body as text; empty after 101
 */
public record HttpAnswer(int status, Map<String, String> headers, String body) {

    /** The server closed the connection without a response. */
    static final HttpAnswer NONE = new HttpAnswer(0, Map.of(), "");

    /** Status of a response without headers, to a request without a version (HTTP/0.9). */
    private static final int WITHOUT_HEAD = 9;

    private static final int SWITCHING_PROTOCOLS = 101;

    /** Reads an answer with its body. */
    public static HttpAnswer read(RawConnection connection) throws IOException {
        String start = connection.readLine();
        if (start == null) {
            return NONE;
        }
        String[] words = start.split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/1.")) {
            return new HttpAnswer(
                    WITHOUT_HEAD, Map.of(), start + new String(connection.readAll(), StandardCharsets.UTF_8));
        }
        int status = Integer.parseInt(words[1]);
        Map<String, String> headers = readHeaders(connection);
        return new HttpAnswer(
                status, headers, status == SWITCHING_PROTOCOLS ? "" : readBody(connection, status, headers));
    }

    private static Map<String, String> readHeaders(RawConnection connection) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        for (String line = connection.readLine(); line != null && !line.isEmpty(); line = connection.readLine()) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("No header: " + line);
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static String readBody(RawConnection connection, int status, Map<String, String> headers)
            throws IOException {
        byte[] body;
        if (status == 204 || status == 304) {
            body = new byte[0];
        } else if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            body = readChunks(connection);
        } else if (headers.containsKey("content-length")) {
            body = connection.read(Integer.parseInt(headers.get("content-length")));
        } else {
            body = connection.readAll();
        }
        return new String(body, StandardCharsets.UTF_8);
    }

    private static byte[] readChunks(RawConnection connection) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(connection); size > 0; size = chunkSize(connection)) {
            body.write(connection.read(size));
            connection.readLine();
        }
        connection.readLine();
        return body.toByteArray();
    }

    private static int chunkSize(RawConnection connection) throws IOException {
        String line = connection.readLine();
        if (line == null) {
            throw new IOException("The connection ended in the middle of a body");
        }
        return Integer.parseInt(line, 16);
    }

    /** Returns a header, or an empty text. */
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** Returns everything that the client could read, in one text. */
    public String everything() {
        return status + " " + headers + " " + body;
    }
}
