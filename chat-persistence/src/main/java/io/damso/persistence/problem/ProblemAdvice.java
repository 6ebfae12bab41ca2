package io.damso.persistence.problem;

import io.damso.edge.log.RareLog;
import io.damso.edge.problem.InvalidValue;
import io.damso.edge.problem.ProblemDocument;
import io.damso.edge.problem.ProblemResponse;
import io.damso.protocol.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import org.eclipse.jetty.http.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.data.mongodb.UncategorizedMongoDbException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Maps exceptions of controllers to problem documents without exception texts. */
@RestControllerAdvice
final class ProblemAdvice {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);
    private static final int SERVER_ERRORS = 500;
    private static final int UNAVAILABLE = 503;
    private static final int TOO_MANY = 429;
    private static final String RETRY_AFTER_SECONDS = "1";
    private static final String UNDECODABLE = "The query string is not percent-encoded UTF-8";

    private final RareLog storeAway = new RareLog(log);

    @ExceptionHandler
    ResponseEntity<ProblemDocument> refused(ProblemException refusal) {
        ProblemDocument document = refusal.document();
        return document.status() == UNAVAILABLE || document.status() == TOO_MANY
                ? later(document)
                : ProblemResponse.entity(document, HttpHeaders.EMPTY);
    }

    /** RFC 9110 §10.2.3. */
    private static ResponseEntity<ProblemDocument> later(ProblemDocument document) {
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        return ProblemResponse.entity(document, headers);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDocument> unreadable(HttpMessageNotReadableException e) {
        return badRequest(BodyProblems.of(e.getCause()));
    }

    /** All numeric parameters are page sizes. */
    @ExceptionHandler
    ResponseEntity<ProblemDocument> notANumber(MethodArgumentTypeMismatchException e) {
        return badRequest(new InvalidValue(e.getName(), "is not a whole number", PageSize.ALLOWED));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDocument> otherMediaType(HttpMediaTypeNotSupportedException e) {
        return ProblemResponse.entity(
                ProblemDocument.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Bodies are application/json here"),
                e.getHeaders());
    }

    @ExceptionHandler
    ResponseEntity<ProblemDocument> notAcceptable(HttpMediaTypeNotAcceptableException e) {
        return ProblemResponse.entity(
                ProblemDocument.of(ErrorCode.NOT_ACCEPTABLE, "Answers are application/json here"), HttpHeaders.EMPTY);
    }

    /** Jetty could not decode the query. */
    @ExceptionHandler({HttpException.IllegalArgumentException.class, HttpException.IllegalStateException.class})
    ResponseEntity<ProblemDocument> undecodable() {
        return ProblemResponse.entity(ProblemDocument.of(ErrorCode.BAD_REQUEST, UNDECODABLE), HttpHeaders.EMPTY);
    }

    private static ResponseEntity<ProblemDocument> badRequest(InvalidValue error) {
        return ProblemResponse.entity(ProblemDocument.of(ErrorCode.BAD_REQUEST, List.of(error)), HttpHeaders.EMPTY);
    }

    @ExceptionHandler({
        DataAccessResourceFailureException.class,
        TransientDataAccessException.class,
        UncategorizedMongoDbException.class
    })
    ResponseEntity<ProblemDocument> storeUnavailable(Exception e) {
        storeAway.warn("The store does not answer: {}", String.valueOf(e.getMessage()));
        return later(ProblemDocument.of(ErrorCode.STORE_UNAVAILABLE));
    }

    @ExceptionHandler
    void clientDisconnected(AsyncRequestNotUsableException e) {
        log.debug("The client disconnected before the answer", e);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDocument> other(Exception e, HttpServletRequest request) {
        if (e instanceof ErrorResponse response && response.getStatusCode().value() < SERVER_ERRORS) {
            return ProblemResponse.entity(
                    ProblemDocument.ofStatus(response.getStatusCode().value()), response.getHeaders());
        }
        if (e instanceof HttpException refusedByJetty && refusedByJetty.getCode() < SERVER_ERRORS) {
            return ProblemResponse.entity(ProblemDocument.ofStatus(refusedByJetty.getCode()), HttpHeaders.EMPTY);
        }
        log.error("Failure {} of {} {}", UUID.randomUUID(), request.getMethod(), request.getRequestURI(), e);
        return ProblemResponse.entity(ProblemDocument.of(ErrorCode.INTERNAL), HttpHeaders.EMPTY);
    }
}
