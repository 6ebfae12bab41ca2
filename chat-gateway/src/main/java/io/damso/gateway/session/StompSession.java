package io.damso.gateway.session;

import io.damso.auth.AuthenticatedUser;
import io.damso.protocol.Destination;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;

/**
 * A client's STOMP session, from an accepted CONNECT to the end of its socket. It is the principal of every frame of the
 * session, in both directions, so it needs no registry and goes when the socket goes. Safe for use by many threads.
 */
public final class StompSession implements Principal {

    private final String sessionId;
    private final AuthenticatedUser user;
    private final long sendsHeartbeatEvery;
    private final Map<String, Destination> subscriptions = new ConcurrentHashMap<>();

    private StompSession(String sessionId, AuthenticatedUser user, long sendsHeartbeatEvery) {
        this.sessionId = sessionId;
        this.user = user;
        this.sendsHeartbeatEvery = sendsHeartbeatEvery;
    }

    /**
     * Opens the session for the user of a CONNECT frame.
     *
     * @throws IllegalStateException if the frame has no session id, which Spring's STOMP handler rules out
     */
    public static StompSession open(StompHeaderAccessor connect, AuthenticatedUser user) {
        String sessionId = connect.getSessionId();
        if (sessionId == null) {
            throw new IllegalStateException("A client's frame without session id");
        }
        StompSession session = new StompSession(sessionId, user, connect.getHeartbeat()[0]);
        connect.setUser(session);
        return session;
    }

    /** Returns the session that a frame belongs to, or nothing if no CONNECT was accepted before it. */
    public static Optional<StompSession> of(StompHeaderAccessor frame) {
        return frame.getUser() instanceof StompSession session ? Optional.of(session) : Optional.empty();
    }

    /** Returns the id of the WebSocket session, unique on this node. */
    public String sessionId() {
        return sessionId;
    }

    /** Returns whose session it is. */
    public AuthenticatedUser user() {
        return user;
    }

    @Override
    public String getName() {
        return user.getName();
    }

    /** Returns how often the client can send a heart-beat, in milliseconds; 0 is never (STOMP 1.2 "Heart-beating"). */
    public long sendsHeartbeatEvery() {
        return sendsHeartbeatEvery;
    }

    /** Remembers a subscription; false if the id is taken (STOMP 1.2 "SUBSCRIBE id Header"). */
    public boolean subscribe(String subscriptionId, Destination destination) {
        return subscriptions.putIfAbsent(subscriptionId, destination) == null;
    }

    /** Forgets a subscription and returns what it was for, or null if there is none with this id. */
    public @Nullable Destination unsubscribe(String subscriptionId) {
        return subscriptions.remove(subscriptionId);
    }

    /** Returns the id of the subscription to refusals, or nothing if the client does not listen to them. */
    Optional<String> errorsSubscription() {
        return subscriptions.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Destination.UserErrors)
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
