package io.damso.protocol;

/**
 * Event from persistence to all gateways: all sessions of the user end now. The user may connect again with a valid
 * token.
 *
 * @param userId user to cut off
 */
public record SessionsEnded(String userId) {}
