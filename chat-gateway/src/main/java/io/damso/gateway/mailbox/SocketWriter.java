package io.damso.gateway.mailbox;

/** Writes what a mailbox holds to its socket. */
interface SocketWriter {

    /**
     * Writes until the mailbox is empty, without waiting for the socket. Called by whoever put something into a mailbox
     * that nobody was writing, so never twice at a time.
     */
    void drain();

    /** Ends the socket at once, without a goodbye. Does not wait. */
    void abort();
}
