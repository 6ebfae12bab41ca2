package io.damso.protocol;

/**
 * Told by persistence to all gateways, after the change is stored. May arrive twice, after a later one, or, when the
 * broker is away, not at all: a gateway asks anew after each that contradicts it, and bounds the age of what it remembers.
 *
 * @param roomId room whose members changed
 * @param userId user who joined or left
 * @param member whether the user is a member now
 */
public record MembershipChanged(String roomId, String userId, boolean member) {}
