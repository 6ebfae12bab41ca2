package io.damso.reliability.client;

/**
 * Who a client is.
 *
 * @param user its name, also in the history
 * @param token JWT, without {@code Bearer}
 * @param room the room that it is in
 */
public record Identity(String user, String token, String room) {}
