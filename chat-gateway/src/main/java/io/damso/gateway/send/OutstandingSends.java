package io.damso.gateway.send;

import io.damso.gateway.session.ClientFrames;
import io.damso.gateway.session.StompSession;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.ChannelInterceptor;
import org.springframework.stereotype.Component;

/**
 * Holds a DISCONNECT back until the SENDs before it are answered: its receipt says that everything before it was
 * processed (STOMP 1.2 "DISCONNECT"). Waits at most as long as a confirm may take.
 */
@Component
public final class OutstandingSends implements ChannelInterceptor {

    private final Map<String, CompletableFuture<?>> lastOfSession = new ConcurrentHashMap<>();

    /** Notes a SEND whose answer is still to come; the future must end, and not with an exception. */
    void add(StompSession session, CompletableFuture<?> answered) {
        CompletableFuture<?> last = lastOfSession.merge(session.sessionId(), answered, CompletableFuture::allOf);
        last.whenComplete((done, failure) -> lastOfSession.remove(session.sessionId(), last));
    }

    @Override
    public Message<?> preSend(Message<?> message, MessageChannel channel) {
        StompHeaderAccessor frame = ClientFrames.headersOf(message);
        if (StompCommand.DISCONNECT.equals(frame.getCommand()) && frame.getReceipt() != null) {
            CompletableFuture<?> last = lastOfSession.get(String.valueOf(frame.getSessionId()));
            if (last != null) {
                last.join();
            }
        }
        return message;
    }
}
