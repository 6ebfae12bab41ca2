package io.damso.gateway.session;

import io.damso.edge.audit.Audit;
import io.damso.gateway.RefusedException;
import io.damso.gateway.limits.Refusals;
import io.damso.gateway.rooms.Joined;
import io.damso.protocol.ErrorCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Answers the requests of clients. Each request with a requested answer leads to exactly one receipt or refusal, or its
 * session ends. Counts refusals, and writes refused destinations and ended sessions to the audit log. Thread-safe.
 */
@Component
public final class Answers {

    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
    private static final Audit AUDIT = new Audit();

    private final Refusals refusals;

    Answers(Refusals refusals) {
        this.refusals = refusals;
    }

    /** Confirms a request, if it asks for a receipt. */
    public void receipt(ClientSession session, Request request) {
        session.channel().receipt(request);
    }

    /**
     * Answers a request when its outcome is known, on the thread that completes the future.
     *
     * @return completes like the outcome, after the answer was put into the mailbox
     */
    public CompletableFuture<Void> whenDone(ClientSession session, Request request, CompletableFuture<Void> outcome) {
        return whenDone(session, request, outcome, done -> receipt(session, request));
    }

    /**
     * Answers the SEND of a message when its outcome is known, on the thread that completes the future.
     *
     * @param messageId completes with the id of the message when it is kept
     */
    public void whenSent(ClientSession session, Request request, CompletableFuture<String> messageId) {
        whenDone(session, request, messageId, id -> session.channel().kept(request, id));
    }

    /**
     * Answers a SUBSCRIBE to a room when its outcome is known, on the thread that completes the future.
     *
     * @param asked whether the request asks for messages from before
     * @return completes like the outcome, after the answer was put into the mailbox
     */
    public CompletableFuture<Joined> whenJoined(
            ClientSession session, Request request, boolean asked, CompletableFuture<Joined> outcome) {
        return whenDone(session, request, outcome, joined -> session.channel().joined(request, joined, asked));
    }

    private <T> CompletableFuture<T> whenDone(
            ClientSession session, Request request, CompletableFuture<T> outcome, Consumer<T> confirm) {
        session.pendingAnswers().begin();
        return outcome.whenComplete((result, failure) -> {
            try {
                if (failure == null) {
                    confirm.accept(result);
                } else {
                    refuse(session, request, failure instanceof CompletionException ? failure.getCause() : failure);
                }
            } catch (RuntimeException e) {
                LOG.error("The answer to session {} failed unexpectedly", session.id(), e);
                end(session, request, ErrorCode.INTERNAL);
            } finally {
                session.pendingAnswers().end();
            }
        });
    }

    /**
     * Refuses a request. The session ends if the client cannot receive the refusal.
     *
     * @param failure a {@link RefusedException}; anything else is a defect, which is logged and answered with
     *     {@link ErrorCode#INTERNAL}
     */
    public void refuse(ClientSession session, Request request, @Nullable Throwable failure) {
        ErrorCode code = ErrorCode.INTERNAL;
        if (failure instanceof RefusedException refused) {
            code = refused.code();
            auditRefusal(session, request, code);
            LOG.debug("Session {} refused: {}", session.id(), code.slug(), failure);
        } else {
            LOG.error("A request of session {} failed unexpectedly", session.id(), failure);
        }
        refusals.count(code); // before the client receives it
        if (!session.channel().refusal(request, code)) {
            endCounted(session, request, code);
        }
    }

    /** Refuses a request because the node stops. The session does not end if the client cannot receive the refusal. */
    public void refuseDraining(ClientSession session, Request request) {
        refusals.count(ErrorCode.NODE_DRAINING);
        session.channel().refusal(request, ErrorCode.NODE_DRAINING);
    }

    /**
     * Sends a notice, which answers no request.
     *
     * @param spelling destination of the ended subscriptions as the client wrote it; null if none ended
     * @return whether the client can receive notices at present
     */
    public boolean notice(ClientSession session, ErrorCode code, @Nullable String spelling) {
        return session.channel().notice(code, spelling);
    }

    /**
     * Ends a session and counts the refusal.
     *
     * @param cause request that violates the protocol; null if the session ends for another reason
     */
    public void end(ClientSession session, @Nullable Request cause, ErrorCode code) {
        refusals.count(code);
        endCounted(session, cause, code);
    }

    private static void endCounted(ClientSession session, @Nullable Request cause, ErrorCode code) {
        // Only for authenticated users: refused sign-ins are audited elsewhere.
        if (session.user() != null && !session.isEnding()) {
            AUDIT.sessionEnded(session.actor(), code);
        }
        session.end(cause, code);
    }

    private static void auditRefusal(ClientSession session, Request request, ErrorCode code) {
        boolean named = code == ErrorCode.NOT_A_MEMBER;
        if ((named || code == ErrorCode.DESTINATION_REFUSED) && session.auditsRefusal()) {
            AUDIT.destinationRefused(session.actor(), code, named ? request.destination() : null);
        }
    }
}
