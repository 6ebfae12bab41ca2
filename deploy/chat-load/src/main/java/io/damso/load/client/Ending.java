package io.damso.load.client;

/**
 * How a connection ended.
 *
 * @param code close code of the server; 1006 where the connection broke without one, 0 where this side closed
 * @param reason what is known about it
 */
public record Ending(int code, String reason) {

    static final int BROKEN = 1006;
    static final int OWN = 0;
}
