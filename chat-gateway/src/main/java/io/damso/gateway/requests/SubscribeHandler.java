package io.damso.gateway.requests;

import io.damso.auth.AuthenticatedUser;
import io.damso.gateway.RefusedException;
import io.damso.gateway.SocketProperties;
import io.damso.gateway.access.DestinationGuard;
import io.damso.gateway.rooms.Join;
import io.damso.gateway.rooms.Joined;
import io.damso.gateway.rooms.RoomSubscription;
import io.damso.gateway.rooms.Rooms;
import io.damso.gateway.rooms.position.PositionTokens;
import io.damso.gateway.session.Answers;
import io.damso.gateway.session.ClientSession;
import io.damso.gateway.session.Request;
import io.damso.gateway.session.Subscription;
import io.damso.protocol.Destination;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.RoomId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Handles SUBSCRIBE. May block until a membership answer arrives, which delays only this session. Thread-safe. */
@Component
public final class SubscribeHandler {

    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);
    private static final int MOST_ATTEMPTS = 5;

    private final DestinationGuard guard;
    private final Rooms rooms;
    private final PositionTokens tokens;
    private final Answers answers;
    private final int maxSubscriptions;

    SubscribeHandler(
            DestinationGuard guard, Rooms rooms, PositionTokens tokens, Answers answers, SocketProperties properties) {
        this.guard = guard;
        this.rooms = rooms;
        this.tokens = tokens;
        this.answers = answers;
        this.maxSubscriptions = properties.maxSubscriptions();
    }

    /**
     * Subscribes a client. The answer follows when the broker has confirmed the subscription and the messages that are
     * asked for are delivered, or when the confirm has timed out.
     *
     * @param id subscription id of the client; null if it gave none
     * @param asked what is asked for besides the messages from now on; without effect on the user's own destinations
     * @throws RefusedException if the client must not subscribe
     */
    public void subscribe(
            ClientSession session, AuthenticatedUser user, @Nullable String id, Request request, JoinRequest asked)
            throws RefusedException {
        Destination.ForSubscribe destination = guard.parseSubscribe(request.destination());
        Join join =
                destination instanceof Destination.RoomMessages(RoomId roomId) ? asked.read(roomId, tokens) : Join.LIVE;
        String spelling = String.valueOf(request.destination());
        Subscription listed = session.subscribe(id, destination, spelling, maxSubscriptions);
        switch (destination) {
            case Destination.RoomMessages(RoomId roomId) -> {
                RoomSubscription room = join(session, new Attempt(user, id, roomId, join, asked.isRequired()), listed);
                CompletableFuture<Joined> outcome = room.whenLive();
                CompletableFuture<Joined> answered = answers.whenJoined(
                        session, request, asked.asks(), asked.isRequired() ? complete(room, outcome) : outcome);
                answered.thenRun(room::start);
                session.pendingSubscribes().add(destination, answered.thenApply(joined -> null));
            }
            case Destination.UserErrors() -> answers.whenDone(session, request, DONE);
            case Destination.UserNotifications() -> answers.whenDone(session, request, DONE);
        }
    }

    private record Attempt(AuthenticatedUser user, @Nullable String id, RoomId roomId, Join join, boolean required) {}

    private RoomSubscription join(ClientSession session, Attempt asked, Subscription first) throws RefusedException {
        RoomSubscription known = first.room();
        if (known != null) {
            return known; // a repeated SUBSCRIBE without an id
        }
        Subscription listed = first;
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            RoomSubscription room = admit(session, asked, listed);
            if (room != null) {
                removeOnFailure(session, listed, room, asked.required());
                return room;
            }
            listed = session.subscribe(asked.id(), listed.destination(), listed.spelling(), maxSubscriptions);
        }
        session.subscriptions().remove(listed);
        throw new RefusedException(ErrorCode.MEMBERSHIP_UNKNOWN);
    }

    /**
     * Checks the membership for a subscription that is listed already, and attaches the subscription to the room. A
     * concurrent removal or negative answer finds a listed subscription and cancels it. Such an answer may be older
     * than the invitation of the user, so the caller repeats the attempt.
     *
     * @return null if the subscription was cancelled concurrently
     */
    private @Nullable RoomSubscription admit(ClientSession session, Attempt asked, Subscription listed)
            throws RefusedException {
        try {
            guard.requireMember(asked.user().userId(), asked.roomId());
        } catch (RefusedException e) {
            session.subscriptions().remove(listed);
            throw e;
        }
        return listed.attach(() ->
                rooms.subscribe(asked.roomId(), session.channel().format(), listed.label(), asked.join(), listed));
    }

    /** Ends the subscription if what it must begin with cannot be delivered. Nothing was delivered by then. */
    private static CompletableFuture<Joined> complete(RoomSubscription room, CompletableFuture<Joined> outcome) {
        return outcome.thenApply(joined -> {
            ErrorCode failure = joined.failure();
            if (failure == null) {
                return joined;
            }
            room.cancel();
            throw new CompletionException(new RefusedException(failure));
        });
    }

    /** Removes a subscription that ends without {@link Joined}, or with a failure where that is not wanted. */
    private static void removeOnFailure(
            ClientSession session, Subscription subscription, RoomSubscription room, boolean required) {
        room.whenLive().whenComplete((joined, failure) -> {
            if (failure != null || required && joined.failure() != null) {
                session.subscriptions().remove(subscription);
            }
        });
    }
}
