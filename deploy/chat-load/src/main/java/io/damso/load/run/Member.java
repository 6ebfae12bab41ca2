package io.damso.load.run;

import io.damso.load.client.Identity;
import io.damso.load.client.LoadClient;
import io.damso.load.count.Ledger;
import org.jspecify.annotations.Nullable;

/** A client in its room, with what it got over all its connections. */
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

    /** Returns the number of its room. */
    public int room() {
        return room;
    }

    /** Returns its user. */
    public String user() {
        return user;
    }

    /** Returns what it got. */
    public Ledger ledger() {
        return ledger;
    }

    /** Returns who it is, and where it connected first. */
    public Identity identity() {
        return identity;
    }

    /**
     * Returns its newest connection.
     *
     * @throws IllegalStateException if it has had none
     */
    public LoadClient client() {
        LoadClient current = client;
        if (current == null) {
            throw new IllegalStateException(user + " was never connected");
        }
        return current;
    }

    /** Gives it another connection. */
    public void client(LoadClient next) {
        client = next;
    }

    /** Closes its connection, if it has one. */
    void leave() {
        LoadClient current = client;
        if (current != null) {
            current.close();
        }
    }
}
