package io.damso.client;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChatApiTests {

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(int status, String body) {
        server.createContext("/", exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private void assertRefused(String code, boolean retryable) {
        URI base = URI.create("http://localhost:" + server.getAddress().getPort());
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> new ChatApi(HttpClient.newHttpClient(), base).history("token", "r1", "after=x"))
                .matches(refused -> refused.code().equals(code), code)
                .matches(refused -> refused.isRetryable() == retryable, "retryable");
    }

    @Test
    void refusalThatMayPassIsRetryable() {
        answer(503, "{\"code\":\"message-not-stored-yet\",\"retryable\":true}");
        assertRefused("message-not-stored-yet", true);
    }

    @Test
    void otherRefusalsAreNot() {
        answer(400, "{\"code\":\"bad-cursor\",\"retryable\":false}");
        assertRefused("bad-cursor", false);
    }
}
