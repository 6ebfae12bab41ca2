package io.damso.gateway.connect;

import io.damso.gateway.RefusedException;
import io.damso.gateway.connect.refusal.HandshakeRefusals;
import io.damso.gateway.limits.Admission;
import io.damso.gateway.limits.Admissions;
import io.damso.gateway.limits.ClientAddress;
import io.damso.gateway.limits.HandshakeRates;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;

/**
 * Refuses handshakes for which there is no room or no time: with 503 when it is the node's, so that NGINX tries the
 * next one, with 429 when it is the address that has too much.
 */
@Component
final class LimitedHandshakes implements HandshakeInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(LimitedHandshakes.class);
    private static final int FIRST_ERROR_STATUS = 400;

    private final Admissions admissions;
    private final HandshakeRates rates;
    private final HandshakeRefusals refusals;

    LimitedHandshakes(Admissions admissions, HandshakeRates rates, HandshakeRefusals refusals) {
        this.admissions = admissions;
        this.rates = rates;
        this.refusals = refusals;
    }

    @Override
    public boolean beforeHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            Map<String, Object> attributes) {
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
            refusals.refuse(e.code(), response);
            return false;
        }
    }

    private static HttpServletRequest servletRequest(ServerHttpRequest request) {
        return ((ServletServerHttpRequest) request).getServletRequest();
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
