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
     * Returns the room that the user may send to.
     *
     * @throws RefusedException if there is none of this destination for this user
     */
    public RoomId send(UserId user, @Nullable String destination) throws RefusedException {
        Optional<Destination> parsed = Optional.ofNullable(destination).flatMap(destinations::parseSend);
        if (parsed.isPresent() && parsed.get() instanceof Destination.RoomSend(RoomId roomId)) {
            requireMember(user, roomId);
            return roomId;
        }
        throw new RefusedException(ErrorCode.DESTINATION_REFUSED);
    }

    /**
     * Returns what the user may subscribe to.
     *
     * @throws RefusedException if there is none of this destination for this user
     */
    public Destination subscribe(UserId user, @Nullable String destination) throws RefusedException {
        Destination parsed = Optional.ofNullable(destination)
                .flatMap(destinations::parseSubscribe)
                .orElseThrow(() -> new RefusedException(ErrorCode.DESTINATION_REFUSED));
        if (parsed instanceof Destination.RoomMessages(RoomId roomId)) {
            requireMember(user, roomId);
        }
        return parsed;
    }

    private void requireMember(UserId user, RoomId roomId) throws RefusedException {
        try {
            if (!memberships.isMember(new MembershipQuestion(roomId.value(), user.value()))) {
                throw new RefusedException(ErrorCode.NOT_A_MEMBER);
            }
        } catch (MembershipUnknownException e) {
            throw new RefusedException(ErrorCode.MEMBERSHIP_UNKNOWN, e);
        }
    }
}
