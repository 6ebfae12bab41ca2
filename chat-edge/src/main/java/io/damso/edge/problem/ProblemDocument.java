package io.damso.edge.problem;

import io.damso.protocol.ErrorCode;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Problem document (RFC 9457 §3); holds nothing of the request or of an exception.
 *
 * @param type relative URI that names the code
 * @param title what went wrong, for people
 * @param status HTTP status
 * @param code stable across releases
 * @param retryable whether the same request may succeed later, unchanged
 */
public record ProblemDocument(String type, String title, int status, String code, boolean retryable) {

    /** Media type of the document. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** Returns the document of a code. */
    public static ProblemDocument of(ErrorCode code) {
        return new ProblemDocument(
                "/problems/" + code.slug(), code.title(), code.httpStatus(), code.slug(), code.retryable());
    }

    /** Returns the code that fits a status which a framework chose. */
    public static ErrorCode codeOf(int status) {
        return switch (status) {
            case 401 -> ErrorCode.TOKEN_MISSING;
            case 404 -> ErrorCode.NOT_FOUND;
            case 405 -> ErrorCode.METHOD_NOT_ALLOWED;
            case 413 -> ErrorCode.REQUEST_TOO_LARGE;
            case 503 -> ErrorCode.UNAVAILABLE;
            case 505 -> ErrorCode.BAD_REQUEST; // a version of HTTP that nobody speaks
            default -> status < 500 ? ErrorCode.BAD_REQUEST : ErrorCode.INTERNAL;
        };
    }

    /** Returns the document as it goes over the wire. */
    public byte[] json() {
        return JsonMapper.shared().writeValueAsBytes(this);
    }

    /** Answers with the document, and with nothing else. */
    public void write(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        response.setContentType(MEDIA_TYPE);
        response.setHeader("Cache-Control", "no-store");
        response.getOutputStream().write(json());
    }
}
