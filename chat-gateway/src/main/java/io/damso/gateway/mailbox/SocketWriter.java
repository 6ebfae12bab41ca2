package io.damso.gateway.mailbox;

/** Writes the frames of a mailbox to its socket. */
interface SocketWriter {

    /**
     * Writes until the mailbox is empty, without waiting for the socket. Called by the thread that added to an idle
     * mailbox, or by its fan-out thread; never concurrently.
     */
    void drain();

    /** Ends the connection at once, without a close frame. Does not wait. */
    void abort();
}
