package io.damso.gateway.connect.refusal;

import io.damso.edge.problem.ProblemDocument;
import io.damso.gateway.limits.Refusals;
import io.damso.protocol.ErrorCode;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.stereotype.Component;

/** Answers handshakes that are refused: problem documents, as the REST services write them. Safe for use by many threads. */
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

    /** Writes the whole answer; 401 carries the challenge (RFC 6750 §3), what may be tried again says when. */
    public void refuse(ErrorCode code, ServerHttpResponse response) {
        refusals.count(code);
        HttpHeaders headers = response.getHeaders();
        response.setStatusCode(HttpStatusCode.valueOf(code.httpStatus()));
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        headers.setCacheControl(CacheControl.noStore());
        if (code.httpStatus() == 401) {
            headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        Integer seconds = RETRY_AFTER_SECONDS.get(code);
        if (seconds != null) {
            headers.set(HttpHeaders.RETRY_AFTER, seconds.toString());
        }
        try {
            response.getBody().write(ProblemDocument.of(code).json());
        } catch (IOException e) {
            LOG.debug("The refusal of a handshake could not be written", e);
        }
    }
}
