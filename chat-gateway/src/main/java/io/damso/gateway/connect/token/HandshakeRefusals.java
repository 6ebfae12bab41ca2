package io.damso.gateway.connect.token;

import io.damso.protocol.ErrorCode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Answers handshakes that are refused: problem documents (RFC 9457 §3), as the REST services write them. */
@Component
final class HandshakeRefusals {

    private static final Logger LOG = LoggerFactory.getLogger(HandshakeRefusals.class);

    private final JsonMapper json;

    HandshakeRefusals(JsonMapper json) {
        this.json = json;
    }

    /** Writes the whole answer; 401 carries the challenge (RFC 6750 §3). */
    void refuse(ErrorCode code, ServerHttpResponse response) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "/problems/" + code.slug());
        problem.put("title", code.title());
        problem.put("status", code.httpStatus());
        problem.put("code", code.slug());
        HttpStatus status = HttpStatus.valueOf(code.httpStatus());
        response.setStatusCode(status);
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        response.getHeaders().setCacheControl(CacheControl.noStore());
        if (status == HttpStatus.UNAUTHORIZED) {
            response.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        try {
            response.getBody().write(json.writeValueAsBytes(problem));
        } catch (IOException e) {
            LOG.debug("The refusal of a handshake could not be written", e);
        }
    }
}
