package io.damso.gateway.session;

import io.damso.auth.AuthenticatedUser;
import io.damso.gateway.lifetime.UserIndex;
import io.damso.protocol.UserId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** The sessions of this node, independent of the protocol, with an index by user. Thread-safe. */
@Component
public final class Sessions {

    private final Set<ClientSession> sessions = ConcurrentHashMap.newKeySet();
    private final Set<String> ids = ConcurrentHashMap.newKeySet();
    private final UserIndex<UserId, ClientSession> byUser = new UserIndex<>();

    Sessions(MeterRegistry meters) {
        meters.gaugeCollectionSize("damso.sessions.open", Tags.empty(), sessions);
        meters.gauge("damso.sessions.users", Tags.empty(), byUser, UserIndex::users);
    }

    /** Adds a session after its socket was opened. */
    public void add(ClientSession session) {
        sessions.add(session);
        ids.add(session.id());
    }

    /** Adds the session to the index by user, before anything is done for the user. */
    public void connected(ClientSession session, UserId user) {
        byUser.add(user, session);
        if (!sessions.contains(session)) {
            byUser.remove(user, session); // its socket was closed concurrently
        }
    }

    /** Removes a session after its socket was closed. */
    public void remove(ClientSession session) {
        sessions.remove(session);
        ids.remove(session.id());
        AuthenticatedUser user = session.user();
        if (user != null) {
            byUser.remove(user.userId(), session);
        }
    }

    /**
     * Calls the action for each session, including those before CONNECT. Sessions that are added or removed
     * concurrently may be included or not.
     */
    public void forEach(Consumer<ClientSession> action) {
        sessions.forEach(action);
    }

    /** Returns whether a session with this id is open. */
    public boolean has(String id) {
        return ids.contains(id);
    }

    /** Returns a copy of the user's current sessions. */
    public List<ClientSession> of(UserId user) {
        return byUser.of(user);
    }
}
