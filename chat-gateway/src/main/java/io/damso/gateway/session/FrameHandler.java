package io.damso.gateway.session;

import io.damso.auth.AuthenticatedUser;
import io.damso.auth.TokenRejectedException;
import io.damso.auth.TokenVerifier;
import io.damso.edge.audit.Audit;
import io.damso.gateway.RefusedException;
import io.damso.gateway.SocketProperties;
import io.damso.gateway.access.DestinationGuard;
import io.damso.gateway.frames.HeaderFirewall;
import io.damso.gateway.lifetime.TokenRefresh;
import io.damso.gateway.limits.SendCount;
import io.damso.gateway.limits.SendRates;
import io.damso.gateway.rooms.RoomSubscription;
import io.damso.gateway.rooms.Rooms;
import io.damso.gateway.send.RoomSender;
import io.damso.protocol.Destination;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.RoomId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;

/**
 * Does what a client's frame asks for, and answers it: every frame with a receipt gets RECEIPT or a refusal, exactly one of
 * them, or the session ends. May wait for a membership answer, which holds up this session only.
 */
@Component
final class FrameHandler {

    private static final Logger LOG = LoggerFactory.getLogger(FrameHandler.class);
    private static final Audit AUDIT = new Audit();

    private final TokenVerifier tokens;
    private final DestinationGuard guard;
    private final RoomSender sender;
    private final SendRates rates;
    private final Rooms rooms;
    private final TokenRefresh refreshes;
    private final Sessions sessions;
    private final Replies replies;
    private final SocketProperties properties;

    FrameHandler(
            TokenVerifier tokens,
            DestinationGuard guard,
            RoomSender sender,
            SendRates rates,
            Rooms rooms,
            TokenRefresh refreshes,
            Sessions sessions,
            Replies replies,
            SocketProperties properties) {
        this.tokens = tokens;
        this.guard = guard;
        this.sender = sender;
        this.rates = rates;
        this.rooms = rooms;
        this.refreshes = refreshes;
        this.sessions = sessions;
        this.replies = replies;
        this.properties = properties;
    }

    /** Handles one frame; frames of a session come one after the other. */
    void handle(StompSession session, StompHeaderAccessor frame, byte[] body) {
        StompCommand command = frame.getCommand();
        if (command == null) {
            return; // a heart-beat
        }
        AuthenticatedUser user = session.user();
        boolean connects = command == StompCommand.CONNECT || command == StompCommand.STOMP;
        if (connects != (user == null)) {
            replies.end(session, Request.of(frame), ErrorCode.MALFORMED_FRAME);
        } else if (user == null) {
            connect(session, frame);
        } else if (!sessions.endIfExpired(session)) {
            serve(session, user, frame, body);
        }
    }

    private void connect(StompSession session, StompHeaderAccessor frame) {
        Optional<StompVersion> version = StompVersion.negotiate(frame.getFirstNativeHeader("accept-version"));
        Optional<Heartbeats> heartbeats = Heartbeats.negotiate(
                frame.getFirstNativeHeader("heart-beat"), properties.clientHeartbeat().toMillis());
        if (version.isEmpty() || heartbeats.isEmpty()) {
            replies.end(session, Request.NONE,
                    version.isEmpty() ? ErrorCode.VERSION_UNSUPPORTED : ErrorCode.MALFORMED_FRAME);
            return;
        }
        try {
            AuthenticatedUser user = authenticate(session, frame.getFirstNativeHeader("Authorization"));
            session.admission().belongsTo(user.userId());
            session.connected(user, version.get(), heartbeats.get());
            sessions.connected(session, user.userId());
            AUDIT.signedIn(session.actor());
            replies.connected(session, user);
        } catch (RefusedException e) {
            LOG.debug("CONNECT of session {} refused: {}", session.id(), e.code().slug());
            replies.end(session, Request.NONE, e.code());
        } catch (TokenRejectedException e) {
            LOG.debug("CONNECT of session {} refused: {}", session.id(), e.getMessage());
            AUDIT.signInRefused(session.actor(), e.code());
            replies.end(session, Request.NONE, e.code());
        }
    }

    /** The token of CONNECT counts, if there is one; it must be of the user whom the handshake's token speaks for. */
    private AuthenticatedUser authenticate(StompSession session, @Nullable String authorization)
            throws TokenRejectedException {
        AuthenticatedUser known = session.handshakeUser();
        if (known != null && authorization == null) {
            return known;
        }
        AuthenticatedUser user = tokens.verifyAuthorization(authorization);
        if (known != null && !known.userId().equals(user.userId())) {
            throw new TokenRejectedException(ErrorCode.TOKEN_INVALID, "another user than the handshake's");
        }
        return user;
    }

    private void serve(StompSession session, AuthenticatedUser user, StompHeaderAccessor frame, byte[] body) {
        Request request = Request.of(frame);
        try {
            requireWritable(request.receipt());
            requireWritable(frame.getSubscriptionId());
            HeaderFirewall.check(frame.getCommand(), frame.toNativeHeaderMap());
            switch (frame.getCommand()) {
                case SEND -> send(session, user, request, body);
                case SUBSCRIBE -> subscribe(session, user, frame.getSubscriptionId(), request);
                case UNSUBSCRIBE -> {
                    session.subscriptions().remove(frame.getSubscriptionId()).cancel();
                    replies.receipt(session, request);
                }
                case DISCONNECT -> disconnect(session, request);
                case null, default -> throw new RefusedException(ErrorCode.COMMAND_REFUSED);
            }
        } catch (RefusedException e) {
            refuse(session, request, e);
        }
    }

    /** Not every version can write them back (STOMP 1.0 has no escapes), and a NUL would end the frame in any. */
    private static void requireWritable(@Nullable String value) throws RefusedException {
        if (value != null && value.chars().anyMatch(Character::isISOControl)) {
            throw new RefusedException(ErrorCode.HEADER_REFUSED);
        }
    }

    private void send(StompSession session, AuthenticatedUser user, Request request, byte[] body)
            throws RefusedException {
        SendCount count = session.sends(rates);
        rates.take(count, user.userId());
        Destination destination = guard.send(user.userId(), request.destination());
        if (destination instanceof Destination.RoomSend(RoomId roomId)) {
            count.sent();
            answer(session, request, sender.send(roomId, user.userId(), body)
                    .whenComplete((confirmed, failure) -> count.settled()));
        } else if (session.refreshed(refreshes.read(user, body))) {
            replies.receipt(session, request);
        }
    }

    private void subscribe(StompSession session, AuthenticatedUser user, @Nullable String id, Request request)
            throws RefusedException {
        Destination destination = guard.parseSubscribe(request.destination());
        Subscription subscription = session.subscriptions()
                .add(id, destination, session.version(), properties.maxSubscriptions());
        if (destination instanceof Destination.RoomMessages(RoomId roomId)) {
            answer(session, request, listen(session, user, roomId, subscription).whenComplete((live, failure) -> {
                if (failure != null) {
                    session.subscriptions().remove(String.valueOf(id), subscription);
                }
            }));
        } else {
            replies.receipt(session, request);
        }
    }

    /** Admits a subscription that is listed already: a removal that comes meanwhile finds it and cancels it. */
    private CompletableFuture<Void> listen(
            StompSession session, AuthenticatedUser user, RoomId roomId, Subscription subscription) {
        try {
            guard.requireMember(user.userId(), roomId);
        } catch (RefusedException e) {
            return CompletableFuture.failedFuture(e);
        }
        RoomSubscription room = subscription.attach(() -> rooms.subscribe(roomId, subscription.header(), session));
        return room == null
                ? CompletableFuture.failedFuture(new RefusedException(ErrorCode.NOT_A_MEMBER))
                : room.whenLive();
    }

    /** Its receipt says that everything before it was processed (STOMP 1.2 "DISCONNECT"). */
    private void disconnect(StompSession session, Request request) {
        session.stopListening();
        session.outstanding().whenDone(() -> {
            replies.receipt(session, request);
            session.close(CloseStatus.NORMAL);
        });
    }

    /** Answers a frame as soon as its outcome is known, on the thread that knows it. */
    private void answer(StompSession session, Request request, CompletableFuture<Void> outcome) {
        session.outstanding().begin();
        outcome.whenComplete((done, failure) -> {
            try {
                if (failure == null) {
                    replies.receipt(session, request);
                } else {
                    refuse(session, request, failure instanceof CompletionException ? failure.getCause() : failure);
                }
            } catch (RuntimeException e) {
                LOG.error("An answer to session {} could not be given", session.id(), e);
                replies.end(session, request, ErrorCode.INTERNAL);
            } finally {
                session.outstanding().end();
            }
        });
    }

    private void refuse(StompSession session, Request request, @Nullable Throwable failure) {
        ErrorCode code = ErrorCode.INTERNAL;
        if (failure instanceof RefusedException refused) {
            code = refused.code();
            audit(session, request, code);
            LOG.debug("Session {} refused: {}", session.id(), code.slug(), failure);
        } else {
            LOG.error("A frame of session {} failed in an unforeseen way", session.id(), failure);
        }
        replies.refuse(session, request, code);
    }

    private static void audit(StompSession session, Request request, ErrorCode code) {
        boolean named = code == ErrorCode.NOT_A_MEMBER;
        if ((named || code == ErrorCode.DESTINATION_REFUSED) && session.auditsRefusal()) {
            AUDIT.destinationRefused(session.actor(), code, named ? request.destination() : null);
        }
    }
}
