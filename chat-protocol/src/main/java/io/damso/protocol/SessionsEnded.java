package io.damso.protocol;

/**
 * Told by persistence to all gateways: every session of the user ends now. The user may connect again with a valid
 * token.
 *
 * @param userId user to cut off
 */
public record SessionsEnded(String userId) {}
