package io.damso.protocol;

/**
 * Event from persistence to all gateways, published after the change is stored. It may arrive twice, after a later
 * event, or not at all if the broker is down. So gateways bound the age of cached memberships and query them again
 * after an outage.
 *
 * @param roomId room whose members changed
 * @param userId user who joined or left
 * @param member whether the user is a member now
 */
public record MembershipChanged(String roomId, String userId, boolean member) {}
