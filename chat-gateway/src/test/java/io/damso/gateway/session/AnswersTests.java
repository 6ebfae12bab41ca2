package io.damso.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.gateway.RefusedException;
import io.damso.protocol.ErrorCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnswersTests {

    private static final Request REQUEST = new Request("/app/rooms.r1.send", "r-1");

    private final TestSession open = TestSession.connected();
    private final CompletableFuture<Void> outcome = new CompletableFuture<>();

    @AfterEach
    void close() {
        open.close();
    }

    @Test
    void requestIsAnsweredWhenItsOutcomeIsKnown() {
        open.answers.whenDone(open.session, REQUEST, outcome);
        assertThat(open.channel.sent).isEmpty();
        outcome.complete(null);
        assertThat(open.channel.sent).containsExactly("receipt r-1");
    }

    @Test
    void sendIsAnsweredWithTheIdOfItsMessage() {
        CompletableFuture<String> kept = new CompletableFuture<>();
        open.answers.whenSent(open.session, REQUEST, kept);
        assertThat(open.channel.sent).isEmpty();
        kept.complete("m-1");
        assertThat(open.channel.sent).containsExactly("receipt r-1 of m-1");
        open.answers.whenSent(
                open.session,
                REQUEST,
                CompletableFuture.failedFuture(new RefusedException(ErrorCode.BROKER_UNAVAILABLE)));
        assertThat(open.channel.sent).endsWith("refusal broker-unavailable of r-1");
    }

    @Test
    void failureBehindOtherStagesIsARefusalToo() {
        open.answers.whenDone(
                open.session,
                REQUEST,
                CompletableFuture.failedFuture(new CompletionException(new RefusedException(ErrorCode.NOT_A_MEMBER))));
        assertThat(open.channel.sent).containsExactly("refusal not-a-member of r-1");
        assertThat(open.refusals("not-a-member")).isEqualTo(1);
        assertThat(open.session.isEnding()).isFalse();
    }

    @Test
    void defectIsAnInternalRefusal() {
        open.answers.whenDone(open.session, REQUEST, CompletableFuture.failedFuture(new IllegalStateException("why")));
        assertThat(open.channel.sent).containsExactly("refusal internal of r-1");
    }

    @Test
    void refusalOfADrainingNodeDoesNotEndTheSession() {
        open.answers.refuseDraining(open.session, REQUEST);
        open.channel.receivesRefusals = false;
        open.answers.refuseDraining(open.session, REQUEST);
        assertThat(open.channel.sent).containsExactly("refusal node-draining of r-1");
        assertThat(open.refusals("node-draining")).isEqualTo(2);
        assertThat(open.session.isEnding()).isFalse();
    }

    @Test
    void sessionWithoutAWayForRefusalsEnds() {
        open.channel.receivesRefusals = false;
        open.answers.refuse(open.session, REQUEST, new RefusedException(ErrorCode.TEXT_EMPTY));
        assertThat(open.channel.sent).containsExactly("end text-empty by r-1");
        assertThat(open.session.isEnding()).isTrue();
        assertThat(open.refusals("text-empty")).isEqualTo(1);
    }

    @Test
    void answerThatCannotBeGivenEndsTheSessionAndIsPendingNoMore() {
        open.channel.onReceipt = () -> {
            throw new IllegalStateException("why");
        };
        open.answers.whenDone(open.session, REQUEST, outcome);
        outcome.complete(null);
        assertThat(open.channel.sent).containsExactly("end internal by r-1");
        open.session.pendingAnswers().whenDone(() -> open.channel.sent.add("done"));
        assertThat(open.channel.sent).endsWith("done");
    }

    @Test
    void endIsCountedAndLeavesThePlace() {
        open.answers.end(open.session, null, ErrorCode.TOKEN_EXPIRED);
        assertThat(open.channel.sent).containsExactly("end token-expired");
        assertThat(open.refusals("token-expired")).isEqualTo(1);
        assertThat(open.session.isEnding()).isTrue();
    }
}
