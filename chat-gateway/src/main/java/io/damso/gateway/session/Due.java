package io.damso.gateway.session;

import io.damso.protocol.ErrorCode;

/** The action on a session that is due because of elapsed time. */
public sealed interface Due {

    /** No action. */
    Due NOTHING = new Nothing();

    /** End the connection: the close frame cannot be written, or the client does not answer it. */
    Due ABORT = new Abort();

    /** Close the socket: the client has not closed it after its DISCONNECT. */
    Due CLOSE = new Close();

    /** Send a heart-beat: nothing was written for the agreed interval. */
    Due HEARTBEAT = new Heartbeat();

    /** See {@link #NOTHING}. */
    record Nothing() implements Due {}

    /** See {@link #ABORT}. */
    record Abort() implements Due {}

    /** See {@link #CLOSE}. */
    record Close() implements Due {}

    /** See {@link #HEARTBEAT}. */
    record Heartbeat() implements Due {}

    /**
     * End the session: the client has missed a deadline.
     *
     * @param code which deadline
     */
    record End(ErrorCode code) implements Due {}
}
