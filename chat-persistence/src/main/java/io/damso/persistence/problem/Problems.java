package io.damso.persistence.problem;

import io.damso.edge.problem.ProblemDocument;
import io.damso.protocol.ErrorCode;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Makes problem documents (RFC 9457 §3) from error codes. */
@Component
public class Problems {

    private static final String BEARER = "Bearer";

    /** Writes the problem document from outside of a controller, such as a filter. */
    public void write(ErrorCode code, HttpServletResponse response) throws IOException {
        ResponseEntity<ProblemDocument> entity = entity(code);
        response.setStatus(code.httpStatus());
        entity.getHeaders().forEach((name, values) -> values.forEach(value -> response.setHeader(name, value)));
        response.getOutputStream().write(ProblemDocument.of(code).json());
    }

    /** Returns the whole answer; 401 carries the challenge (RFC 6750 §3). */
    static ResponseEntity<ProblemDocument> entity(ErrorCode code) {
        var response = ResponseEntity.status(code.httpStatus()).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (code.httpStatus() == HttpServletResponse.SC_UNAUTHORIZED) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, BEARER);
        }
        return response.body(ProblemDocument.of(code));
    }
}
