package io.damso.auth.keys;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jsonwebtoken.security.Jwks;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A server of an issuer that publishes the test's documents. */
final class JwksServer implements AutoCloseable {

    private final BlockingQueue<String> questions = new LinkedBlockingQueue<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private volatile int status = 200;
    private volatile byte[] body = new byte[0];
    private volatile boolean drips;

    JwksServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
    }

    JwksServer publish(String json) {
        body = json.getBytes(StandardCharsets.UTF_8);
        status = 200;
        return this;
    }

    JwksServer fail(int newStatus) {
        status = newStatus;
        return this;
    }

    /** From now on answers with one byte and keeps the connection open. */
    JwksServer drip() {
        drips = true;
        return this;
    }

    /** Returns the number of requests. */
    int questions() {
        return questions.size();
    }

    /** Waits for the next request after the last awaited one. */
    void awaitQuestion() throws InterruptedException {
        if (questions.poll(30, TimeUnit.SECONDS) == null) {
            throw new AssertionError("No request within 30 s");
        }
    }

    /** Returns a JWK set of public keys; each key id is the text before the key. */
    static String set(Object... namesAndKeys) {
        StringBuilder json = new StringBuilder("{\"keys\":[");
        for (int i = 0; i < namesAndKeys.length; i += 2) {
            json.append(i == 0 ? "" : ",").append(key((String) namesAndKeys[i], (KeyPair) namesAndKeys[i + 1]));
        }
        return json.append("]}").toString();
    }

    static String key(String name, KeyPair pair) {
        return Jwks.json(Jwks.builder().key(pair.getPublic()).id(name).build());
    }

    static String setOf(String... keys) {
        return Arrays.stream(keys).collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    }

    private void answer(HttpExchange exchange) throws IOException {
        questions.add(exchange.getRequestURI().toString());
        if (status == 302) {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
        }
        if (drips) {
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            out.write('{');
            out.flush();
            awaitEnd();
        } else {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
