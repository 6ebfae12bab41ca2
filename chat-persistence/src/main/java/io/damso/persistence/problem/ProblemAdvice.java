package io.damso.persistence.problem;

import io.damso.edge.problem.ProblemDocument;
import io.damso.protocol.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.eclipse.jetty.http.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.data.mongodb.UncategorizedMongoDbException;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Turns whatever a controller throws into a problem document; never shows an exception's text. */
@RestControllerAdvice
final class ProblemAdvice {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);
    private static final int SERVER_ERRORS = 500;

    @ExceptionHandler
    ResponseEntity<ProblemDocument> refused(ProblemException refusal) {
        return Problems.entity(refusal.code());
    }

    @ExceptionHandler
    ResponseEntity<ProblemDocument> methodNotAllowed(HttpRequestMethodNotSupportedException e) {
        ResponseEntity<ProblemDocument> problem = Problems.entity(ErrorCode.METHOD_NOT_ALLOWED);
        return ResponseEntity.status(problem.getStatusCode())
                .headers(problem.getHeaders()).headers(e.getHeaders()).body(problem.getBody());
    }

    /** Jetty's own two say that the query cannot be decoded. */
    @ExceptionHandler({HttpMessageNotReadableException.class, MethodArgumentTypeMismatchException.class,
            HttpException.IllegalArgumentException.class, HttpException.IllegalStateException.class})
    ResponseEntity<ProblemDocument> unreadable() {
        return Problems.entity(ErrorCode.BAD_REQUEST);
    }

    @ExceptionHandler({DataAccessResourceFailureException.class, TransientDataAccessException.class,
            UncategorizedMongoDbException.class})
    ResponseEntity<ProblemDocument> storeUnavailable(Exception e) {
        log.warn("The store does not answer: {}", e.getMessage());
        return Problems.entity(ErrorCode.STORE_UNAVAILABLE);
    }

    @ExceptionHandler
    void clientGone(AsyncRequestNotUsableException e) {
        log.debug("The client left before the answer", e);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDocument> other(Exception e, HttpServletRequest request) {
        if (e instanceof ErrorResponse response && response.getStatusCode().value() < SERVER_ERRORS) {
            return Problems.entity(ProblemDocument.codeOf(response.getStatusCode().value()));
        }
        if (e instanceof HttpException refusedByJetty && refusedByJetty.getCode() < SERVER_ERRORS) {
            return Problems.entity(ProblemDocument.codeOf(refusedByJetty.getCode())); // a query that cannot be decoded
        }
        log.error("Failure {} of {} {}", UUID.randomUUID(), request.getMethod(), request.getRequestURI(), e);
        return Problems.entity(ErrorCode.INTERNAL);
    }
}
