package io.damso.persistence.problem;

import io.damso.protocol.ErrorCode;

/**
 * Problem document (RFC 9457 §3); holds nothing of the request or of an exception.
 *
 * @param type relative URI that names the code
 * @param title what went wrong, for people
 * @param status HTTP status
 * @param code stable across releases
 */
record ProblemDocument(String type, String title, int status, String code) {

    static ProblemDocument of(ErrorCode code) {
        return new ProblemDocument("/problems/" + code.slug(), code.title(), code.httpStatus(), code.slug());
    }
}
