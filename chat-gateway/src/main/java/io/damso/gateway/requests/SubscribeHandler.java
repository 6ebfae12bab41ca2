package io.damso.gateway.requests;

import io.damso.auth.AuthenticatedUser;
import io.damso.gateway.RefusedException;
import io.damso.gateway.SocketProperties;
import io.damso.gateway.access.DestinationGuard;
import io.damso.gateway.rooms.RoomSubscription;
import io.damso.gateway.rooms.Rooms;
import io.damso.gateway.session.Answers;
import io.damso.gateway.session.ClientSession;
import io.damso.gateway.session.Request;
import io.damso.gateway.session.Subscription;
import io.damso.protocol.Destination;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.RoomId;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Handles SUBSCRIBE. May block until a membership answer arrives, which delays only this session. Thread-safe. */
@Component
public final class SubscribeHandler {

    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);
    private static final int MOST_ATTEMPTS = 5;

    private final DestinationGuard guard;
    private final Rooms rooms;
    private final Answers answers;
    private final int maxSubscriptions;

    SubscribeHandler(DestinationGuard guard, Rooms rooms, Answers answers, SocketProperties properties) {
        this.guard = guard;
        this.rooms = rooms;
        this.answers = answers;
        this.maxSubscriptions = properties.maxSubscriptions();
    }

    /**
     * Subscribes a client. The answer follows when the broker has confirmed the subscription, or when the confirm has
     * timed out.
     *
     * @param id subscription id of the client; null if it gave none
     * @throws RefusedException if the client must not subscribe
     */
    public void subscribe(ClientSession session, AuthenticatedUser user, @Nullable String id, Request request)
            throws RefusedException {
        Destination.ForSubscribe destination = guard.parseSubscribe(request.destination());
        String spelling = String.valueOf(request.destination());
        Subscription listed = session.subscribe(id, destination, spelling, maxSubscriptions);
        CompletableFuture<Void> answered = answers.whenDone(
                session,
                request,
                switch (destination) {
                    case Destination.RoomMessages(RoomId roomId) -> join(session, user, id, roomId, listed);
                    case Destination.UserErrors() -> DONE;
                    case Destination.UserNotifications() -> DONE;
                });
        session.pendingSubscribes().add(destination, answered);
    }

    private CompletableFuture<Void> join(
            ClientSession session, AuthenticatedUser user, @Nullable String id, RoomId roomId, Subscription first)
            throws RefusedException {
        RoomSubscription known = first.room();
        if (known != null) {
            return known.whenLive(); // a repeated SUBSCRIBE without an id
        }
        Subscription listed = first;
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            RoomSubscription room = admit(session, user, roomId, listed);
            if (room != null) {
                return removedOnFailure(session, listed, room.whenLive());
            }
            listed = session.subscribe(id, listed.destination(), listed.spelling(), maxSubscriptions);
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
    private @Nullable RoomSubscription admit(
            ClientSession session, AuthenticatedUser user, RoomId roomId, Subscription listed) throws RefusedException {
        try {
            guard.requireMember(user.userId(), roomId);
        } catch (RefusedException e) {
            session.subscriptions().remove(listed);
            throw e;
        }
        return listed.attach(() -> rooms.subscribe(roomId, session.channel().format(), listed.label(), listed));
    }

    private static CompletableFuture<Void> removedOnFailure(
            ClientSession session, Subscription subscription, CompletableFuture<Void> live) {
        return live.whenComplete((done, failure) -> {
            if (failure != null) {
                session.subscriptions().remove(subscription);
            }
        });
    }
}
