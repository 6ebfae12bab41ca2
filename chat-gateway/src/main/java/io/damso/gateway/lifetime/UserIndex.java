package io.damso.gateway.lifetime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Index of the sessions on this node by user. It has a small list for each user with at least one session. Thread-safe.
 *
 * @param <U> users, compared by {@code equals}
 * @param <S> sessions, compared by identity
 */
public final class UserIndex<U, S> {

    private final Map<U, ArrayList<S>> byUser = new ConcurrentHashMap<>();

    /** Adds a session. */
    public void add(U user, S session) {
        byUser.compute(user, (key, known) -> {
            ArrayList<S> sessions = known == null ? new ArrayList<>(1) : known;
            sessions.add(session);
            return sessions;
        });
    }

    /** Removes a session. Has no effect if it is absent. */
    public void remove(U user, S session) {
        byUser.computeIfPresent(user, (key, sessions) -> {
            removeFrom(sessions, session);
            return sessions.isEmpty() ? null : sessions;
        });
    }

    private static <S> void removeFrom(ArrayList<S> sessions, S session) {
        for (int i = 0; i < sessions.size(); i++) {
            if (sessions.get(i) == session) {
                // The order is irrelevant, so the last one replaces the removed one.
                sessions.set(i, sessions.getLast());
                sessions.removeLast();
                return;
            }
        }
    }

    /** Returns a copy of the user's current sessions. */
    public List<S> of(U user) {
        List<S> copy = new ArrayList<>(1);
        byUser.computeIfPresent(user, (key, sessions) -> {
            copy.addAll(sessions);
            return sessions;
        });
        return copy;
    }

    /** Returns the number of users with a session. */
    public int users() {
        return byUser.size();
    }
}
