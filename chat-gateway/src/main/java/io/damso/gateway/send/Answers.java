package io.damso.gateway.send;

import io.damso.gateway.session.Replies;
import io.damso.gateway.session.Request;
import io.damso.gateway.session.StompSession;
import io.damso.protocol.ErrorCode;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.stereotype.Component;

/** Tells a client what became of its SEND: RECEIPT or refusal, exactly one of them. */
@Component
final class Answers {

    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private final Replies replies;
    private final OutstandingSends outstanding;
    private final MeterRegistry meters;

    Answers(Replies replies, OutstandingSends outstanding, MeterRegistry meters) {
        this.replies = replies;
        this.outstanding = outstanding;
        this.meters = meters;
    }

    /** Answers the frame as soon as its outcome is known, on the thread that knows it. */
    void expect(StompSession session, StompHeaderAccessor frame, CompletableFuture<Void> outcome) {
        Request request = Request.of(frame);
        outstanding.add(session, outcome.handle((confirmed, failure) -> {
            if (failure == null) {
                count("confirmed");
                replies.receipt(request);
            } else {
                refuse(session, request, failure instanceof CompletionException ? failure.getCause() : failure);
            }
            return confirmed;
        }).exceptionally(failure -> {
            LOG.error("The answer to a SEND of session {} could not be given", session.sessionId(), failure);
            replies.endSession(request, ErrorCode.INTERNAL);
            return null;
        }));
    }

    private void refuse(StompSession session, Request request, Throwable failure) {
        ErrorCode code = switch (failure) {
            case RefusedException refused -> refused.code();
            case TimeoutException timeout -> ErrorCode.CONFIRM_TIMEOUT;
            default -> {
                LOG.error("SEND of session {} failed in an unforeseen way", session.sessionId(), failure);
                yield ErrorCode.INTERNAL;
            }
        };
        count(code.slug());
        LOG.debug("SEND of session {} refused: {}", session.sessionId(), code.slug(), failure);
        replies.refuse(session, request, code);
    }

    private void count(String outcome) {
        meters.counter("damso.send.messages", "outcome", outcome).increment();
    }
}
