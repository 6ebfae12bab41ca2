package io.damso.gateway.session;

import io.damso.gateway.RefusedException;
import io.damso.protocol.Destination;
import io.damso.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The subscriptions of one session, by the id that its client chose. Safe for use by many threads. */
final class Subscriptions {

    private static final int LONGEST_ID = 128;
    private static final int OF_ONE_ROOM = 8;

    private final Map<String, Subscription> byId = new HashMap<>(4);
    private boolean closed;

    /**
     * Adds a subscription.
     *
     * @throws RefusedException if there are too many, or the id is missing, too long or taken (STOMP 1.2 "SUBSCRIBE id
     *     Header")
     */
    synchronized Subscription add(@Nullable String id, Destination destination, StompVersion version, int limit)
            throws RefusedException {
        if (id == null || id.isEmpty() || id.length() > LONGEST_ID || closed || byId.containsKey(id)) {
            throw new RefusedException(ErrorCode.HEADER_REFUSED);
        }
        if (byId.size() >= limit || isFullOf(destination)) {
            throw new RefusedException(ErrorCode.TOO_MANY_SUBSCRIPTIONS);
        }
        Subscription subscription = new Subscription(version.header("subscription", id), destination);
        byId.put(id, subscription);
        return subscription;
    }

    /** Whether a room is listened to as often as one session may: each of its messages goes out once for each. */
    private boolean isFullOf(Destination destination) {
        return destination instanceof Destination.RoomMessages
                && byId.values().stream().filter(one -> one.destination().equals(destination)).count() >= OF_ONE_ROOM;
    }

    /**
     * Removes a subscription.
     *
     * @throws RefusedException if there is none of this id
     */
    synchronized Subscription remove(@Nullable String id) throws RefusedException {
        Subscription removed = id == null ? null : byId.remove(id);
        if (removed == null) {
            throw new RefusedException(ErrorCode.HEADER_REFUSED);
        }
        return removed;
    }

    /** Removes this very subscription, if it is still there. */
    synchronized void remove(String id, Subscription subscription) {
        byId.remove(id, subscription);
    }

    /** Ends what listens to this destination; returns whether anything of it ran, not only waited to be let in. */
    boolean end(Destination destination) {
        List<Subscription> ended;
        synchronized (this) {
            ended = byId.values().stream().filter(one -> one.destination().equals(destination)).toList();
            byId.values().removeAll(ended);
        }
        boolean ran = false;
        for (Subscription one : ended) {
            ran |= one.cancel();
        }
        return ran;
    }

    /** Returns the destinations, each as often as it is listened to. */
    synchronized List<Destination> destinations() {
        return byId.values().stream().map(Subscription::destination).toList();
    }

    /** Returns the {@code subscription} header for messages of this destination, or null if nobody listens there. */
    synchronized @Nullable String headerFor(Destination destination) {
        for (Subscription subscription : byId.values()) {
            if (subscription.destination().equals(destination)) {
                return subscription.header();
            }
        }
        return null;
    }

    /** Ends all of them; there will be no further ones. */
    void close() {
        List<Subscription> all;
        synchronized (this) {
            closed = true;
            all = new ArrayList<>(byId.values());
            byId.clear();
        }
        all.forEach(Subscription::cancel);
    }
}
