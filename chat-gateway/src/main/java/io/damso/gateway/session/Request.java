package io.damso.gateway.session;

import org.jspecify.annotations.Nullable;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;

/**
 * What the answer to a client's frame needs of it. Taken while the frame is handled: right after that Spring rewrites the
 * frame's headers, and an answer that reads them later, on another thread, may find none.
 *
 * @param sessionId session that gets the answer
 * @param destination where the frame was meant to go, if it said so
 * @param receipt the frame's {@code receipt} header, if it has one
 */
public record Request(@Nullable String sessionId, @Nullable String destination, @Nullable String receipt) {

    /** Reads the frame; call it on the thread that handles the frame. */
    public static Request of(StompHeaderAccessor frame) {
        return new Request(frame.getSessionId(), frame.getDestination(), frame.getReceipt());
    }
}
