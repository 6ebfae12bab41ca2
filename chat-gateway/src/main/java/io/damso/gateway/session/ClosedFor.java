package io.damso.gateway.session;

import io.damso.protocol.ErrorCode;
import org.springframework.web.socket.CloseStatus;

/** Close codes and reasons (RFC 6455 §7.4.1). */
final class ClosedFor {

    private ClosedFor() {}

    /** Returns how a socket is closed whose client could not read an ERROR frame. */
    static CloseStatus status(ErrorCode code) {
        return CloseStatus.POLICY_VIOLATION.withReason(code.slug());
    }
}
