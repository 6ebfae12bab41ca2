package io.damso.gateway.connect;

import io.damso.auth.AuthenticatedUser;
import io.damso.edge.limits.ClientAddress;
import io.damso.gateway.RefusedException;
import io.damso.gateway.admission.Admission;
import io.damso.gateway.admission.Admissions;
import io.damso.gateway.connect.refusal.HandshakeRefusals;
import io.damso.gateway.connect.token.HandshakeAuthentication;
import io.damso.gateway.limits.HandshakeRates;
import io.damso.gateway.session.Handshake;
import io.damso.protocol.ErrorCode;
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
 * Checks each handshake once, also for SockJS: the node is ready, the node and the address have capacity and are below
 * their rates, and the token, if there is one, is valid. Refuses with 503 if the node cannot accept it, so that NGINX
 * tries the next node, with 429 for limits of the address, and with 401 for an invalid token. An accepted handshake
 * leaves a {@link Handshake} to its session. Thread-safe.
 */
@Component
final class HandshakeGate implements HandshakeInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(HandshakeGate.class);
    private static final int FIRST_ERROR_STATUS = 400;

    private final HandshakeReadiness readiness;
    private final HandshakeRates rates;
    private final Admissions admissions;
    private final HandshakeAuthentication authentication;
    private final HandshakeRefusals refusals;

    HandshakeGate(
            HandshakeReadiness readiness,
            HandshakeRates rates,
            Admissions admissions,
            HandshakeAuthentication authentication,
            HandshakeRefusals refusals) {
        this.readiness = readiness;
        this.rates = rates;
        this.admissions = admissions;
        this.authentication = authentication;
        this.refusals = refusals;
    }

    @Override
    public boolean beforeHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            Map<String, Object> attributes) {
        HttpServletRequest servlet = servletRequest(request);
        try {
            Handshake handshake = pass(servlet);
            attributes.put(Handshake.ATTRIBUTE, handshake);
            servlet.setAttribute(Handshake.ATTRIBUTE, handshake);
            return true;
        } catch (RefusedException e) {
            LOG.debug(
                    "A handshake of {} refused: {}",
                    servlet.getRemoteAddr(),
                    e.code().slug());
            refusals.refuse(e.code(), response);
            return false;
        }
    }

    private Handshake pass(HttpServletRequest request) throws RefusedException {
        if (!readiness.isReady()) {
            throw new RefusedException(ErrorCode.UNAVAILABLE);
        }
        ClientAddress address = ClientAddress.of(request.getRemoteAddr());
        rates.take(address);
        Admission place = admissions.admit(address);
        boolean passed = false;
        try {
            AuthenticatedUser user = authentication.userOf(request);
            passed = true;
            return new Handshake(request.getRemoteAddr(), place, user);
        } finally {
            if (!passed) {
                place.endUnclaimed();
            }
        }
    }

    /** Releases the place if there is no upgrade. */
    @Override
    public void afterHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            @Nullable Exception failure) {
        boolean refused = failure != null
                || ((ServletServerHttpResponse) response).getServletResponse().getStatus() >= FIRST_ERROR_STATUS;
        HttpServletRequest servlet = servletRequest(request);
        if (servlet.getAttribute(Handshake.ATTRIBUTE) instanceof Handshake handshake) {
            servlet.removeAttribute(Handshake.ATTRIBUTE);
            if (refused) {
                handshake.place().endUnclaimed();
            }
        }
    }

    private static HttpServletRequest servletRequest(ServerHttpRequest request) {
        return ((ServletServerHttpRequest) request).getServletRequest();
    }
}
