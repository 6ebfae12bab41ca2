package io.damso.gateway.access;

import io.damso.gateway.GatewayProperties;
import io.damso.gateway.RefusedException;
import io.damso.gateway.membership.CacheValidity;
import io.damso.gateway.membership.LiveAccess;
import io.damso.gateway.membership.MembershipUnknownException;
import io.damso.gateway.membership.Memberships;
import io.damso.gateway.membership.question.ArchivedRooms;
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
 * Checks the destinations of connected clients. Refuses a destination outside the grammar, and a room in which the user
 * is not a member. Blocks while a membership question is unanswered. Thread-safe.
 */
@Component
public final class DestinationGuard {

    private final Destinations destinations;
    private final Memberships memberships;
    private final ArchivedRooms archived;
    private final CacheValidity validity;

    DestinationGuard(
            GatewayProperties properties, Memberships memberships, ArchivedRooms archived, CacheValidity validity) {
        this.archived = archived;
        this.destinations = properties.destinations();
        this.memberships = memberships;
        this.validity = validity;
    }

    /**
     * Returns the parsed destination of a SEND. For a room, call {@link #requireSender} as well.
     *
     * @throws RefusedException with {@link ErrorCode#DESTINATION_REFUSED} if clients cannot send to the destination
     */
    public Destination.ForSend parseSend(@Nullable String destination) throws RefusedException {
        return Optional.ofNullable(destination)
                .flatMap(destinations::parseSend)
                .orElseThrow(() -> new RefusedException(ErrorCode.DESTINATION_REFUSED));
    }

    /**
     * Checks for a SEND that the user is a member and that the room is not archived. While the cache is suspended after
     * an outage of the broker, memberships cached before it are not used, because a removal may have been missed.
     *
     * @throws RefusedException if the user is not a member, there is no answer in time, or the room is archived
     */
    public void requireSender(UserId user, RoomId roomId) throws RefusedException {
        try {
            if (!memberships.isVerifiedMember(new MembershipQuestion(roomId.value(), user.value()))) {
                throw new RefusedException(ErrorCode.NOT_A_MEMBER);
            }
        } catch (MembershipUnknownException e) {
            throw new RefusedException(
                    validity.isConnected() ? ErrorCode.MEMBERSHIP_UNKNOWN : ErrorCode.BROKER_UNAVAILABLE, e);
        }
        if (archived.contains(roomId.value())) {
            throw new RefusedException(ErrorCode.ROOM_ARCHIVED);
        }
    }

    /**
     * Returns the parsed destination of a SUBSCRIBE. For the messages of a room, call {@link #requireMember} as well.
     *
     * @throws RefusedException with {@link ErrorCode#DESTINATION_REFUSED} if clients cannot subscribe to the
     *     destination
     */
    public Destination.ForSubscribe parseSubscribe(@Nullable String destination) throws RefusedException {
        return Optional.ofNullable(destination)
                .flatMap(destinations::parseSubscribe)
                .orElseThrow(() -> new RefusedException(ErrorCode.DESTINATION_REFUSED));
    }

    /**
     * Checks that the user is a member of the room. Before the call, list the subscription in {@link LiveAccess}, so
     * that a removal that is newer than the answer finds and ends it.
     *
     * @throws RefusedException if the user is not a member, or there is no answer in time
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
