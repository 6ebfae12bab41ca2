package io.damso.gateway.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.auth.AuthenticatedUser;
import io.damso.gateway.session.ClientFrames;
import io.damso.gateway.session.Replies;
import io.damso.gateway.session.StompSession;
import io.damso.protocol.Destination;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.UserId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.NativeMessageHeaderAccessor;
import tools.jackson.databind.json.JsonMapper;

class AnswersTests {

    private final List<Message<?>> sent = new ArrayList<>();
    private final Answers answers = new Answers(
            new Replies((message, timeout) -> sent.add(message), new JsonMapper()),
            new OutstandingSends(),
            new SimpleMeterRegistry());
    private final StompHeaderAccessor frame = StompHeaderAccessor.create(StompCommand.SEND);
    private final CompletableFuture<Void> outcome = new CompletableFuture<>();

    @Test
    void confirmedSendIsReceipted() {
        answers.expect(session(), frame, outcome);
        outcome.complete(null);
        assertThat(answer().getCommand()).isEqualTo(StompCommand.RECEIPT);
        assertThat(answer().getReceiptId()).isEqualTo("r-1");
    }

    @Test
    void receiptComesAlsoWhileSpringRewritesTheFramesHeaders() {
        answers.expect(session(), frame, outcome);
        frame.setHeader(NativeMessageHeaderAccessor.NATIVE_HEADERS, null); // as setImmutable does for a moment
        outcome.complete(null);
        assertThat(sent).hasSize(1);
        assertThat(answer().getReceiptId()).isEqualTo("r-1");
        assertThat(answer().getSessionId()).isEqualTo("s-1");
    }

    @Test
    void refusalNamesTheReceiptAlsoWhileSpringRewritesTheFramesHeaders() {
        answers.expect(session(), frame, outcome);
        frame.setHeader(NativeMessageHeaderAccessor.NATIVE_HEADERS, null);
        outcome.completeExceptionally(new TimeoutException());
        assertThat(sent).hasSize(1);
        assertThat(new String((byte[]) sent.getFirst().getPayload(), StandardCharsets.UTF_8))
                .contains("\"receipt\":\"r-1\"")
                .contains(ErrorCode.CONFIRM_TIMEOUT.slug());
    }

    private StompHeaderAccessor answer() {
        return ClientFrames.headersOf(sent.getFirst());
    }

    private StompSession session() {
        frame.setSessionId("s-1");
        frame.setReceipt("r-1");
        frame.setDestination("/app/rooms.1.send");
        StompSession session =
                StompSession.open(frame, new AuthenticatedUser(new UserId("alice"), Instant.MAX));
        session.subscribe("errors", new Destination.UserErrors());
        return session;
    }
}
