package io.damso.gateway.session;

import java.util.List;
import java.util.Set;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageHeaderAccessor;

/** Views of the messages on Spring's client channels as STOMP frames. */
public final class ClientFrames {

    private ClientFrames() {}

    /**
     * Returns the frame's headers, still writable on the way in.
     *
     * @throws IllegalStateException if the message carries no STOMP headers, which Spring's STOMP handler rules out
     */
    public static StompHeaderAccessor headersOf(Message<?> message) {
        StompHeaderAccessor accessor = MessageHeaderAccessor.getAccessor(message, StompHeaderAccessor.class);
        if (accessor == null) {
            throw new IllegalStateException("Not a STOMP frame");
        }
        return accessor;
    }

    /** Removes every header of the frame that is not named; what remains may travel on. */
    public static void retainHeaders(StompHeaderAccessor accessor, String... names) {
        Set<String> allowed = Set.of(names);
        for (String name : List.copyOf(accessor.toNativeHeaderMap().keySet())) {
            if (!allowed.contains(name)) {
                accessor.removeNativeHeader(name);
            }
        }
    }
}
