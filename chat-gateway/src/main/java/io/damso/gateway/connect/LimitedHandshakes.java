package io.damso.gateway.connect;

import io.damso.gateway.RefusedException;
import io.damso.gateway.limits.Admission;
import io.damso.gateway.limits.Admissions;
import io.damso.gateway.limits.ClientAddress;
import io.damso.gateway.limits.HandshakeRates;
import io.damso.gateway.limits.Refusals;
import io.damso.protocol.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
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
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;
import tools.jackson.databind.json.JsonMapper;

/**
 * Refuses handshakes for which there is no room or no time: with 503 when it is the node's, so that NGINX tries the
 * next one, with 429 when it is the address that has too much.
 */
@Component
final class LimitedHandshakes implements HandshakeInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(LimitedHandshakes.class);
    private static final Map<ErrorCode, Integer> RETRY_AFTER_SECONDS = Map.of(
            ErrorCode.NODE_BUSY, 1,
            ErrorCode.TOO_MANY_REQUESTS, 2,
            ErrorCode.NODE_FULL, 5,
            ErrorCode.ADDRESS_LIMIT, 30);

    private static final int FIRST_ERROR_STATUS = 400;

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
        HttpServletRequest servlet = servletRequest(request);
        ClientAddress address = ClientAddress.of(servlet.getRemoteAddr());
        try {
            rates.take(address);
            Admission admission = admissions.admit(address);
            attributes.put(Admission.ATTRIBUTE, admission);
            servlet.setAttribute(Admission.ATTRIBUTE, admission);
            return true;
        } catch (RefusedException e) {
            LOG.debug("A handshake of {} refused: {}", address.value(), e.code().slug());
            refusals.count(e.code());
            refuse(response, e.code());
            return false;
        }
    }

    private static HttpServletRequest servletRequest(ServerHttpRequest request) {
        return ((ServletServerHttpRequest) request).getServletRequest();
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
        boolean refused = failure != null
                || ((ServletServerHttpResponse) response).getServletResponse().getStatus() >= FIRST_ERROR_STATUS;
        HttpServletRequest servlet = servletRequest(request);
        if (servlet.getAttribute(Admission.ATTRIBUTE) instanceof Admission admission) {
            servlet.removeAttribute(Admission.ATTRIBUTE);
            if (refused) {
                admission.endUnclaimed();
            }
        }
    }
}
