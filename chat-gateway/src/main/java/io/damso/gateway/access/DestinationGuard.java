package io.damso.gateway.access;

import io.damso.gateway.GatewayProperties;
import io.damso.gateway.RefusedException;
import io.damso.protocol.Destination;
import io.damso.protocol.Destinations;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.MembershipQuestion;
import io.damso.protocol.RoomId;
import io.damso.protocol.UserId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The allow-list for destinations of connected clients: one that follows no rule of the grammar is refused, and so is a
 * room that the user is not in. May wait for a membership answer.
 */
@Component
public final class DestinationGuard {

    private final Destinations destinations;
    private final Memberships memberships;

    DestinationGuard(GatewayProperties properties, Memberships memberships) {
        this.destinations = properties.destinations();
        this.memberships = memberships;
    }

    /**
     * Returns what the user may send to: a room of theirs, or what needs no room.
     *
     * @throws RefusedException if there is none of this destination for this user
     */
    public Destination send(UserId user, @Nullable String destination) throws RefusedException {
        Destination parsed = Optional.ofNullable(destination)
                .flatMap(destinations::parseSend)
                .orElseThrow(() -> new RefusedException(ErrorCode.DESTINATION_REFUSED));
        if (parsed instanceof Destination.RoomSend(RoomId roomId)) {
            requireMember(user, roomId);
        }
        return parsed;
    }

    /**
     * Returns what a client may subscribe to; a room's messages only after {@link #requireMember}.
     *
     * @throws RefusedException if there is none of this destination for clients
     */
    public Destination parseSubscribe(@Nullable String destination) throws RefusedException {
        return Optional.ofNullable(destination)
                .flatMap(destinations::parseSubscribe)
                .orElseThrow(() -> new RefusedException(ErrorCode.DESTINATION_REFUSED));
    }

    /**
     * Returns if the user is a member of the room. A subscription has to be known to {@link LiveAccess} before this is
     * asked: a removal that this answer does not know of yet then finds it there.
     *
     * @throws RefusedException if the user is none, or nobody could say in time
     */
    public void requireMember(UserId user, RoomId roomId) throws RefusedException {
        try {
            if (!memberships.isMember(new MembershipQuestion(roomId.value(), user.value()))) {
                throw new RefusedException(ErrorCode.NOT_A_MEMBER);
            }
        } catch (MembershipUnknownException e) {
            throw new RefusedException(ErrorCode.MEMBERSHIP_UNKNOWN, e);
        }
    }
}
