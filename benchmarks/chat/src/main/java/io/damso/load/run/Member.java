package io.damso.load.run;

import io.damso.load.client.Identity;
import io.damso.load.client.LoadClient;
import io.damso.load.count.Ledger;
import org.jspecify.annotations.Nullable;

/** A member of a room, with the messages received over all its connections. Thread-safe. */
public final class Member {

    private final int room;
    private final String user;
    private final Ledger ledger;
    private final Identity identity;
    private volatile @Nullable LoadClient client;

    Member(int room, String user, Ledger ledger, Identity identity) {
        this.room = room;
        this.user = user;
        this.ledger = ledger;
        this.identity = identity;
    }

    /** Returns the number of the room. */
    public int room() {
        return room;
    }

    /** Returns the user. */
    public String user() {
        return user;
    }

    /** Returns the received messages. */
    public Ledger ledger() {
        return ledger;
    }

    /** Returns the identity, with the endpoint of the first connection. */
    public Identity identity() {
        return identity;
    }

    /**
     * Returns the newest connection.
     *
     * @throws IllegalStateException if there was none
     */
    public LoadClient client() {
        LoadClient current = client;
        if (current == null) {
            throw new IllegalStateException(user + " was never connected");
        }
        return current;
    }

    /** Replaces the connection. */
    public void client(LoadClient next) {
        client = next;
    }

    /** Closes the connection, if there is one. */
    void leave() {
        LoadClient current = client;
        if (current != null) {
            current.close();
        }
    }
}
