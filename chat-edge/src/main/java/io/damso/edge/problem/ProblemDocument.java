package io.damso.edge.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.damso.protocol.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Problem document (RFC 9457 §3); contains no value of the request and no exception text.
 *
 * @param type relative URI of the code; NGINX serves a page there
 * @param title what is wrong, for users
 * @param status HTTP status
 * @param code stable across releases
 * @param retryable whether the same request may succeed later, unchanged
 * @param detail what is wrong with this request, for users; null if nothing is known beyond the title
 * @param errors the invalid values, at most {@value #MAX_ERRORS}; empty if none is known
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ProblemDocument(
        String type,
        String title,
        int status,
        String code,
        boolean retryable,
        @Nullable String detail,
        List<InvalidValue> errors) {

    /** Media type of the document. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** Maximum number of errors in one document. */
    public static final int MAX_ERRORS = 20;

    private static final String UNREADABLE = "The URL, a header or the framing of the request does not follow HTTP";

    /** Returns the document of a code. */
    public static ProblemDocument of(ErrorCode code) {
        return of(code, null, List.of());
    }

    /** Returns the document of a code with a detail, which must contain nothing of the request. */
    public static ProblemDocument of(ErrorCode code, String detail) {
        return of(code, detail, List.of());
    }

    /** Returns the document of a code with the invalid values. */
    public static ProblemDocument of(ErrorCode code, List<InvalidValue> errors) {
        if (errors.isEmpty()) {
            return of(code);
        }
        String first = errors.getFirst().sentence();
        String detail = errors.size() == 1 ? first : "%s (and %d more)".formatted(first, errors.size() - 1);
        return of(code, detail, errors.subList(0, Math.min(errors.size(), MAX_ERRORS)));
    }

    private static ProblemDocument of(ErrorCode code, @Nullable String detail, List<InvalidValue> errors) {
        return new ProblemDocument(
                "/problems/" + code.slug(),
                code.title(),
                code.httpStatus(),
                code.slug(),
                code.retryable(),
                detail,
                List.copyOf(errors));
    }

    /** Returns the document for a status that a framework chose. */
    public static ProblemDocument ofStatus(int status) {
        ErrorCode code = codeOf(status);
        return code == ErrorCode.BAD_REQUEST ? of(code, UNREADABLE) : of(code);
    }

    private static ErrorCode codeOf(int status) {
        return switch (status) {
            case 401 -> ErrorCode.TOKEN_MISSING;
            case 404 -> ErrorCode.NOT_FOUND;
            case 405 -> ErrorCode.METHOD_NOT_ALLOWED;
            case 406 -> ErrorCode.NOT_ACCEPTABLE;
            case 413 -> ErrorCode.REQUEST_TOO_LARGE;
            case 415 -> ErrorCode.UNSUPPORTED_MEDIA_TYPE;
            case 426 -> ErrorCode.UPGRADE_REQUIRED;
            case 503 -> ErrorCode.UNAVAILABLE;
            case 505 -> ErrorCode.BAD_REQUEST; // an unsupported version of HTTP
            default -> status < 500 ? ErrorCode.BAD_REQUEST : ErrorCode.INTERNAL;
        };
    }

    /** Returns the document as JSON. */
    public byte[] json() {
        return JsonMapper.shared().writeValueAsBytes(this);
    }
}
