package io.damso.load.client;

/**
 * The end of a connection.
 *
 * @param code close code of the server; 1006 if the connection was lost without one, 0 if this side closed it
 * @param reason description of the cause
 */
public record Ending(int code, String reason) {

    static final int BROKEN = 1006;
    static final int OWN = 0;
}
