package io.damso.gateway.session;

import io.damso.gateway.RefusedException;
import io.damso.protocol.Destination;
import io.damso.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of one session, by the id that the client chose; those without an id by destination. Thread-safe.
 */
public final class Subscriptions {

    private static final int OF_ONE_ROOM = 8;

    /** Keys are ids, or destinations for subscriptions without an id. */
    private final Map<Object, Subscription> byKey = new HashMap<>(4);

    private boolean closed;

    /**
     * Adds a subscription. If there is already one without an id to the same destination, a further one without an id
     * returns it, because their messages could not be distinguished.
     *
     * @param spelling destination as the client wrote it
     * @param limit maximum number of subscriptions
     * @throws RefusedException with {@link ErrorCode#TOO_MANY_SUBSCRIPTIONS} if there are too many in total or eight to
     *     the room, or with {@link ErrorCode#HEADER_REFUSED} if the id is in use or not allowed by the protocol, or all
     *     subscriptions were closed
     */
    synchronized Subscription add(
            @Nullable String id,
            Destination.ForSubscribe destination,
            String spelling,
            ClientChannel channel,
            int limit)
            throws RefusedException {
        Object key = id == null ? destination : id;
        Subscription known = byKey.get(key);
        if (id == null && known != null) {
            return known;
        }
        if (known != null || closed) {
            throw new RefusedException(ErrorCode.HEADER_REFUSED);
        }
        Subscription subscription = new Subscription(destination, spelling, channel.label(id, spelling), channel);
        if (byKey.size() >= limit || isFullOf(destination)) {
            throw new RefusedException(ErrorCode.TOO_MANY_SUBSCRIPTIONS);
        }
        byKey.put(key, subscription);
        return subscription;
    }

    /**
     * Returns whether the room has the maximum number of subscriptions of one session. Each of them receives every
     * message.
     */
    private boolean isFullOf(Destination.ForSubscribe destination) {
        return destination instanceof Destination.RoomMessages
                && byKey.values().stream()
                                .filter(one -> one.destination().equals(destination))
                                .count()
                        >= OF_ONE_ROOM;
    }

    /**
     * Removes the subscription with this id. Does not cancel it.
     *
     * @throws RefusedException if there is none
     */
    public Subscription remove(@Nullable String id) throws RefusedException {
        return removeKey(id);
    }

    /**
     * Removes the subscription to a destination that has no id. Does not cancel it.
     *
     * @throws RefusedException if there is none
     */
    public Subscription removeWithoutId(Destination.ForSubscribe destination) throws RefusedException {
        return removeKey(destination);
    }

    private synchronized Subscription removeKey(@Nullable Object key) throws RefusedException {
        Subscription removed = key == null ? null : byKey.remove(key);
        if (removed == null) {
            throw new RefusedException(ErrorCode.HEADER_REFUSED);
        }
        return removed;
    }

    /** Removes exactly this subscription, if it is present. */
    public synchronized void remove(Subscription subscription) {
        byKey.values().remove(subscription);
    }

    /**
     * Removes and cancels all subscriptions to the destination.
     *
     * @return the destinations, as the client wrote them, of those that were attached to a room
     */
    Set<String> end(Destination.ForSubscribe destination) {
        List<Subscription> ended;
        synchronized (this) {
            ended = byKey.values().stream()
                    .filter(one -> one.destination().equals(destination))
                    .toList();
            byKey.values().removeAll(ended);
        }
        Set<String> spellings = new LinkedHashSet<>();
        for (Subscription one : ended) {
            if (one.cancel()) {
                spellings.add(one.spelling());
            }
        }
        return spellings;
    }

    /** Returns the destination of each subscription, with duplicates. */
    synchronized List<Destination.ForSubscribe> destinations() {
        return byKey.values().stream().map(Subscription::destination).toList();
    }

    /** Returns a subscription to this destination, or null if there is none. */
    public synchronized @Nullable Subscription to(Destination.ForSubscribe destination) {
        for (Subscription subscription : byKey.values()) {
            if (subscription.destination().equals(destination)) {
                return subscription;
            }
        }
        return null;
    }

    /** Cancels all subscriptions. Further ones are refused. */
    void close() {
        List<Subscription> all;
        synchronized (this) {
            closed = true;
            all = new ArrayList<>(byKey.values());
            byKey.clear();
        }
        all.forEach(Subscription::cancel);
    }
}
