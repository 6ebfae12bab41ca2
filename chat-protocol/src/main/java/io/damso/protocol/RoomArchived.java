package io.damso.protocol;

/**
 * Event from persistence to all gateways, published after the change is stored: a room takes no SENDs now, or takes
 * them again. It may arrive twice, or not at all if the broker is down; answers to {@link MembershipQuestions} tell the
 * same.
 *
 * @param roomId the room
 * @param archived whether it is archived now
 */
public record RoomArchived(String roomId, boolean archived) {}
