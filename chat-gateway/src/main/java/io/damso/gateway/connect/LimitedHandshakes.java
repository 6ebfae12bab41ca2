package io.damso.gateway.connect;

import io.damso.gateway.limits.Admissions;
import io.damso.gateway.limits.ClientAddress;
import io.damso.gateway.limits.HandshakeRates;
import io.damso.gateway.limits.Refusals;
import io.damso.protocol.ErrorCode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;
import tools.jackson.databind.json.JsonMapper;

/**
 * Refuses handshakes for which there is no room or no time: with 503 when it is the node's, so that NGINX tries the next one,
 * with 429 when it is the address that has too much.
 */
@Component
final class LimitedHandshakes implements HandshakeInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(LimitedHandshakes.class);
    private static final Map<ErrorCode, Integer> RETRY_AFTER_SECONDS =
            Map.of(ErrorCode.NODE_BUSY, 1, ErrorCode.TOO_MANY_REQUESTS, 2, ErrorCode.NODE_FULL, 5, ErrorCode.ADDRESS_LIMIT, 30);

    private final Admissions admissions;
    private final HandshakeRates rates;
    private final Refusals refusals;
    private final JsonMapper json;

    LimitedHandshakes(Admissions admissions, HandshakeRates rates, Refusals refusals, JsonMapper json) {
        this.admissions = admissions;
        this.rates = rates;
        this.refusals = refusals;
        this.json = json;
    }

    @Override
    public boolean beforeHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            Map<String, Object> attributes)
            throws IOException {
        ClientAddress address = addressOf(request);
        ErrorCode code = admissions.refusal(address);
        if (code == null) {
            code = rates.take(address);
        }
        if (code != null) {
            LOG.debug("A handshake of {} refused: {}", address.value(), code.slug());
            refusals.count(code);
            refuse(response, code);
            return false;
        }
        attributes.put(ClientAddress.ATTRIBUTE, address);
        return true;
    }

    private static ClientAddress addressOf(ServerHttpRequest request) {
        if (request instanceof ServletServerHttpRequest servlet) {
            return ClientAddress.of(servlet.getServletRequest().getRemoteAddr());
        }
        InetSocketAddress remote = request.getRemoteAddress();
        return remote == null ? ClientAddress.UNKNOWN : ClientAddress.of(remote.getHostString());
    }

    private void refuse(ServerHttpResponse response, ErrorCode code) throws IOException {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "/problems/" + code.slug());
        problem.put("title", code.title());
        problem.put("status", code.httpStatus());
        problem.put("code", code.slug());
        problem.put("retryable", code.retryable());
        response.setStatusCode(HttpStatusCode.valueOf(code.httpStatus()));
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        response.getHeaders().setCacheControl("no-store");
        response.getHeaders().set(HttpHeaders.RETRY_AFTER, String.valueOf(RETRY_AFTER_SECONDS.getOrDefault(code, 1)));
        response.getBody().write(json.writeValueAsBytes(problem));
    }

    @Override
    public void afterHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            @Nullable Exception failure) {
        // the session takes its place when it begins, so nothing is held here
    }
}
