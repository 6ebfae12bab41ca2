package io.damso.load.peer;

import java.io.IOException;

/** Starts one kind of system. */
public interface PeerFactory {

    /** Returns the name that {@code --peer} takes. */
    String name();

    /**
     * Starts it and waits until it takes clients.
     *
     * @throws IOException if it does not start; the message is for the user and nothing is left running
     * @throws InterruptedException if the thread was interrupted; nothing is left running
     */
    Peer start(PeerOptions options) throws IOException, InterruptedException;
}
