package io.damso.gateway.connect.refusal;

import io.damso.edge.problem.ProblemDocument;
import io.damso.edge.problem.ProblemResponse;
import io.damso.gateway.limits.Refusals;
import io.damso.protocol.ErrorCode;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.stereotype.Component;

/** Answers refused handshakes with problem documents, in the format of the REST services. Thread-safe. */
@Component
public final class HandshakeRefusals {

    private static final Logger LOG = LoggerFactory.getLogger(HandshakeRefusals.class);
    private static final Map<ErrorCode, Integer> RETRY_AFTER_SECONDS = Map.of(
            ErrorCode.NODE_BUSY, 1,
            ErrorCode.TOO_MANY_REQUESTS, 2,
            ErrorCode.UNAVAILABLE, 2,
            ErrorCode.NODE_FULL, 5,
            ErrorCode.TOKEN_UNVERIFIABLE, 5,
            ErrorCode.ADDRESS_LIMIT, 30);

    private final Refusals refusals;

    HandshakeRefusals(Refusals refusals) {
        this.refusals = refusals;
    }

    /**
     * Writes the complete answer and counts the refusal. 401 has the challenge (RFC 6750 §3); refusals for a limited
     * time have {@code Retry-After} in seconds.
     */
    public void refuse(ErrorCode code, ServerHttpResponse response) {
        refuse(code, ProblemDocument.of(code), response);
    }

    /** As {@link #refuse(ErrorCode, ServerHttpResponse)}, with a more specific document of the code. */
    public void refuse(ErrorCode code, ProblemDocument document, ServerHttpResponse response) {
        refusals.count(code);
        Integer seconds = RETRY_AFTER_SECONDS.get(code);
        if (seconds != null) {
            response.getHeaders().set(HttpHeaders.RETRY_AFTER, seconds.toString());
        }
        try {
            ProblemResponse.write(document, response);
        } catch (IOException e) {
            LOG.debug("The refusal of a handshake could not be written", e);
        }
    }
}
