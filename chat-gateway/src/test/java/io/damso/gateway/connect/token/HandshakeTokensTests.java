package io.damso.gateway.connect.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tokens are removed from a request, and what remains of it. Requests go through Jetty without a port. */
class HandshakeTokensTests {

    private final Server server = new Server();
    private final LocalConnector connector = new LocalConnector(server);
    private final RecordingHandler seen = new RecordingHandler();
    private final HandshakeTokens tokens = new HandshakeTokens(seen, true);

    @BeforeEach
    void start() throws Exception {
        server.addConnector(connector);
        server.setHandler(tokens);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private void request(String target, String... headers) throws Exception {
        String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        connector.getResponse("GET " + target + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n" + lines + "\r\n");
        assertThat(seen.uris).as("number of requests").hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"Bearer abc, abc", "bearer   abc, abc", "BEARER abc, abc", "Bearer, ''"})
    void bearerTokenOfTheHeaderIsTaken(String value, String token) throws Exception {
        request("/ws", "Authorization: " + value);
        assertThat(seen.tokens).containsExactly(token);
        assertThat(seen.authorization).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic dXNlcjpwYXNz", "Bearerabc"})
    void otherSchemesAreNotTokensAndAreRemoved(String value) throws Exception {
        request("/ws", "Authorization: " + value);
        assertThat(seen.tokens).isNull();
        assertThat(seen.authorization).isEmpty();
    }

    @Test
    void tokenAmongTheProtocolsIsReadAndRemoved() throws Exception {
        request("/ws", "Sec-WebSocket-Protocol: v12.stomp, Bearer.abc", "Sec-WebSocket-Protocol: v11.stomp");
        assertThat(seen.tokens).containsExactly("abc");
        assertThat(seen.protocols).containsExactly("v12.stomp, v11.stomp");
    }

    @Test
    void protocolsWithoutATokenStayAsTheyAre() throws Exception {
        request("/ws", "Sec-WebSocket-Protocol: v12.stomp", "Sec-WebSocket-Protocol: v11.stomp");
        assertThat(seen.tokens).isNull();
        assertThat(seen.protocols).containsExactly("v12.stomp", "v11.stomp");
    }

    @Test
    void headerOfProtocolsWithOnlyATokenIsRemoved() throws Exception {
        request("/ws", "Sec-WebSocket-Protocol: bearer.abc");
        assertThat(seen.tokens).containsExactly("abc");
        assertThat(seen.protocols).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/ws?access_token=abc, /ws, abc",
        "/ws?a=1&access_token=abc&b=2, /ws?a=1&b=2, abc",
        "/ws?%61ccess_token=abc, /ws, abc",
        "/ws?access_token, /ws, access_token"
    })
    void parameterIsReadInEveryEncoding(String target, String left, String token) throws Exception {
        request(target);
        assertThat(seen.tokens).containsExactly(token);
        assertThat(seen.uris).containsExactly(left);
    }

    @Test
    void disabledParameterIsIgnoredAndRemoved() throws Exception {
        server.stop();
        server.setHandler(new HandshakeTokens(seen, false));
        server.start();
        request("/ws?a=1&access_token=abc");
        assertThat(seen.tokens).isNull();
        assertThat(seen.uris).containsExactly("/ws?a=1");
    }

    @Test
    void allTokensAreNamedSoThatSeveralCanBeRefused() throws Exception {
        request("/ws?access_token=c", "Authorization: Bearer a", "Sec-WebSocket-Protocol: bearer.b");
        assertThat(seen.tokens).containsExactly("a", "b", "c");
    }

    @Test
    void otherRequestsPassAsTheyAre() throws Exception {
        request("/ws/info?t=1&not_access_token=%zz");
        assertThat(seen.tokens).isNull();
        assertThat(seen.uris).containsExactly("/ws/info?t=1&not_access_token=%zz");
    }

    /** Records each request, and answers it. */
    private static final class RecordingHandler extends Handler.Abstract {

        private final List<String> uris = new ArrayList<>();
        private List<String> authorization = List.of();
        private List<String> protocols = List.of();
        private @Nullable List<String> tokens;

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            uris.add(request.getHttpURI().getPathQuery());
            authorization = request.getHeaders().getValuesList(HttpHeader.AUTHORIZATION);
            protocols = request.getHeaders().getValuesList(HttpHeader.SEC_WEBSOCKET_SUBPROTOCOL);
            if (request.getAttribute(HandshakeTokens.TOKENS) instanceof List<?> found) {
                tokens = found.stream().map(String::valueOf).toList();
            }
            callback.succeeded();
            return true;
        }
    }
}
