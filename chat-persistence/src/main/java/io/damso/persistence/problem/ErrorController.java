package io.damso.persistence.problem;

import io.damso.protocol.ErrorCode;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers what failed before it reached a controller. */
@Hidden
@RestController
final class ErrorController implements org.springframework.boot.webmvc.error.ErrorController {

    @RequestMapping("${server.error.path:/error}")
    ResponseEntity<ProblemDocument> error(HttpServletRequest request) {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        return Problems.entity(codeOf(status instanceof Integer known ? known : 404));
    }

    /** Returns the code that fits a status which the framework chose. */
    static ErrorCode codeOf(int status) {
        return switch (status) {
            case 401 -> ErrorCode.TOKEN_MISSING;
            case 404 -> ErrorCode.NOT_FOUND;
            case 405 -> ErrorCode.METHOD_NOT_ALLOWED;
            default -> status < 500 ? ErrorCode.BAD_REQUEST : ErrorCode.INTERNAL;
        };
    }
}
