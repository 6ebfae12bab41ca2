package io.damso.edge.problem;

import io.damso.protocol.ErrorCode;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * Answers requests that failed before they reached a controller, in place of Spring Boot's error page with exception
 * texts.
 */
@Controller
public final class ProblemErrorController implements ErrorController {

    @RequestMapping("${spring.web.error.path:${error.path:/error}}")
    void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        ProblemDocument problem = status instanceof Integer known
                ? ProblemDocument.ofStatus(known)
                : ProblemDocument.of(ErrorCode.NOT_FOUND);
        ProblemResponse.write(problem, response);
    }
}
