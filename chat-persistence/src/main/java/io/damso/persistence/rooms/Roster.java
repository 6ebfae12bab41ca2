package io.damso.persistence.rooms;

import io.damso.persistence.problem.ProblemException;
import io.damso.persistence.rooms.members.MembershipDocument;
import io.damso.persistence.rooms.members.Role;
import io.damso.protocol.ErrorCode;
import java.util.List;
import java.util.Optional;

/**
 * A room and its members, with the role of each. A group has exactly one owner as long as it has a member: the one whom
 * the room names, or, if that one is not a member any more, the first by {@link MembershipDocument#SUCCESSION}. So no
 * order of concurrent changes, and no process that dies between two writes, leaves a room without an owner.
 *
 * @param room the room
 * @param members its members, sorted by user id
 */
public record Roster(RoomDocument room, List<MembershipDocument> members) {

    /** Returns whether the members never change, and have no roles. */
    public boolean isDirect() {
        return room.isDirect();
    }

    /** Returns whether the room takes no messages, members and changes. */
    public boolean isArchived() {
        return room.archivedAt() != null;
    }

    /**
     * Checks that a member may do what needs a role.
     *
     * @throws ProblemException with {@link ErrorCode#NOT_THE_OWNER} or {@link ErrorCode#NOT_A_MODERATOR}
     */
    public void require(String userId, Role least) {
        if (roleOf(userId).orElse(Role.MEMBER).compareTo(least) > 0) {
            throw new ProblemException(least == Role.OWNER ? ErrorCode.NOT_THE_OWNER : ErrorCode.NOT_A_MODERATOR);
        }
    }

    /**
     * Checks that a user may remove another, or itself.
     *
     * @throws ProblemException with {@link ErrorCode#NOT_THE_OWNER} or {@link ErrorCode#NOT_A_MODERATOR}
     */
    public void requireMayRemove(String caller, String userId) {
        if (!caller.equals(userId)) {
            require(caller, roleOf(userId).orElse(Role.MEMBER) == Role.MEMBER ? Role.MODERATOR : Role.OWNER);
        }
    }

    /** Returns the user id of the owner, or empty if the room is direct or has no members. */
    public Optional<String> owner() {
        if (isDirect()) {
            return Optional.empty();
        }
        return contains(room.owner())
                ? Optional.of(room.owner())
                : members.stream().min(MembershipDocument.SUCCESSION).map(MembershipDocument::userId);
    }

    /** Returns the role of a user, or empty if the user is not a member. */
    public Optional<Role> roleOf(String userId) {
        return members.stream()
                .filter(member -> member.userId().equals(userId))
                .findFirst()
                .map(this::roleOf);
    }

    private Role roleOf(MembershipDocument member) {
        if (owner().filter(member.userId()::equals).isPresent()) {
            return Role.OWNER;
        }
        return member.isModerator() ? Role.MODERATOR : Role.MEMBER;
    }

    /** Returns whether the user is a member. */
    public boolean contains(String userId) {
        return members.stream().anyMatch(member -> member.userId().equals(userId));
    }

    /** Returns the body of the room for one of its members. */
    public Room toRoom(String reader) {
        List<String> userIds = members.stream().map(MembershipDocument::userId).toList();
        return new Room(
                room.id(),
                isDirect() ? otherThan(reader, userIds) : room.name(),
                isDirect() ? RoomKind.DIRECT : RoomKind.GROUP,
                room.topic(),
                isArchived(),
                userIds,
                owner().orElse(null),
                moderators());
    }

    private static String otherThan(String reader, List<String> userIds) {
        return userIds.stream().filter(user -> !user.equals(reader)).findFirst().orElse(reader);
    }

    private List<String> moderators() {
        String owner = owner().orElse("");
        return members.stream()
                .filter(MembershipDocument::isModerator)
                .map(MembershipDocument::userId)
                .filter(userId -> !userId.equals(owner))
                .toList();
    }
}
