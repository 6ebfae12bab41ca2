package io.damso.protocol;

/**
 * Asked by a gateway over {@link BrokerTopology#MEMBERSHIP_QUEUE}: is this user a member of this room?
 *
 * @param roomId room asked about
 * @param userId user asked about
 */
public record MembershipQuestion(String roomId, String userId) {

    /**
     * The reply.
     *
     * @param roomExists whether the room is known
     * @param member whether the user is a member; never true for an unknown room
     */
    public record Answer(boolean roomExists, boolean member) {}
}
