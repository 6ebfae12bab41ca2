package io.damso.gateway.lifetime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who has which sessions here. Holds one small list for each user that has a session, and nothing of those who have
 * none. Safe for use by many threads.
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

    /** Removes a session; does nothing if it is not there. */
    public void remove(U user, S session) {
        byUser.computeIfPresent(user, (key, sessions) -> {
            removeFrom(sessions, session);
            return sessions.isEmpty() ? null : sessions;
        });
    }

    private static <S> void removeFrom(ArrayList<S> sessions, S session) {
        for (int i = 0; i < sessions.size(); i++) {
            if (sessions.get(i) == session) {
                // Their order means nothing, so the last one takes the free place.
                sessions.set(i, sessions.getLast());
                sessions.removeLast();
                return;
            }
        }
    }

    /** Returns the user's sessions as they are now. */
    public List<S> of(U user) {
        List<S> copy = new ArrayList<>(1);
        byUser.computeIfPresent(user, (key, sessions) -> {
            copy.addAll(sessions);
            return sessions;
        });
        return copy;
    }

    /** Returns how many users have a session. */
    public int users() {
        return byUser.size();
    }
}
