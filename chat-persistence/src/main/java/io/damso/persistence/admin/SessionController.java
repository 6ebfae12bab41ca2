package io.damso.persistence.admin;

import io.damso.edge.audit.Actor;
import io.damso.edge.audit.Audit;
import io.damso.edge.problem.InvalidValue;
import io.damso.persistence.problem.ProblemException;
import io.damso.persistence.problem.Refuses;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.UserId;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Ends users' sessions on all gateways. The access rules of {@code /api/admin} apply before. */
@RestController
@RequestMapping("/api/admin/sessions")
final class SessionController {

    private static final Audit AUDIT = new Audit();

    private final SessionEnder sessions;

    SessionController(SessionEnder sessions) {
        this.sessions = sessions;
    }

    @DeleteMapping("/{userId}")
    @Operation(
            summary = "End all sessions of a user, on every gateway; needs the role admin. "
                    + "The user may connect again with a valid token")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Refuses({ErrorCode.NOT_AN_ADMIN, ErrorCode.BROKER_UNAVAILABLE})
    void end(@PathVariable String userId, Principal caller, HttpServletRequest request) {
        sessions.end(UserId.parse(userId)
                .orElseThrow(
                        () -> new ProblemException(new InvalidValue("userId", "is not a user id", UserId.ALLOWED))));
        AUDIT.sessionsEnded(new Actor(caller.getName(), null, request.getRemoteAddr()), userId);
    }
}
