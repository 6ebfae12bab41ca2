package io.damso.test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.SocketFactory;

/**
 * Hand-written HTTP/1.1, for requests that HTTP clients do not send.
 *
 * @param sockets factory of sockets, with or without TLS
 * @param port port on localhost
 */
public record RawHttp(SocketFactory sockets, int port) {

    private static final int TIMEOUT_MILLIS = (int) Duration.ofSeconds(15).toMillis();
    private static final int ENOUGH = 256 * 1024;

    /** Internals that no answer may contain: class names, stack traces, exception texts, products with versions. */
    private static final List<Pattern> LEAKS = List.of(
            Pattern.compile("[A-Za-z]*Exception"),
            Pattern.compile("Caused by|Stack ?trace", Pattern.CASE_INSENSITIVE),
            Pattern.compile("\\b(java|javax|jakarta|io|org|com|tools)\\.[a-z0-9]+\\.[A-Za-z0-9.]+"),
            Pattern.compile("(?i)\\b(jetty|tomcat|spring|jackson|netty|mongo[a-z]*|rabbitmq)\\b"),
            Pattern.compile("(?im)^(server|x-powered-by|via):.*[0-9].*$"));

    /** Returns the received responses with headers and body, also if the server stopped sending in between. */
    public String send(String request) {
        return send(request.getBytes(StandardCharsets.ISO_8859_1));
    }

    private String send(byte[] request) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (Socket socket = sockets.createSocket("localhost", port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(request);
            byte[] part = new byte[8 * 1024];
            for (int read;
                    answer.size() < ENOUGH && (read = socket.getInputStream().read(part)) >= 0; ) {
                answer.write(part, 0, read);
            }
        } catch (IOException e) {
            if (answer.size() == 0) {
                return "(no answer: " + e.getClass().getSimpleName() + ")";
            }
        }
        return answer.toString(StandardCharsets.UTF_8);
    }

    /** Sends a request without a body and with {@code Connection: close}; each header ends with CR and LF. */
    public String get(String path, String... headers) {
        return send("GET " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\nConnection: close\r\n"
                + String.join("", headers) + "\r\n");
    }

    /** Returns the status of a response, 0 if there was none. */
    public static int status(String answer) {
        return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
    }

    /** Returns all internals in a response. */
    public static List<String> leaks(String answer) {
        return LEAKS.stream()
                .flatMap(leak -> leak.matcher(answer).results())
                .map(match -> match.group())
                .toList();
    }
}
