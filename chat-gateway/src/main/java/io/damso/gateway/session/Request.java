package io.damso.gateway.session;

import org.jspecify.annotations.Nullable;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;

/**
 * What the answer to a client's frame needs of it.
 *
 * @param destination where the frame was meant to go, if it said so
 * @param receipt the frame's {@code receipt} header, if it has one
 */
record Request(@Nullable String destination, @Nullable String receipt) {

    static final Request NONE = new Request(null, null);

    static Request of(StompHeaderAccessor frame) {
        return new Request(frame.getDestination(), frame.getReceipt());
    }
}
