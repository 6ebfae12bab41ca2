package io.damso.gateway.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.damso.auth.AuthenticatedUser;
import io.damso.gateway.RefusedException;
import io.damso.gateway.session.Request;
import io.damso.gateway.session.TestSession;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.MembershipQuestion;
import io.damso.protocol.RoomId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SendHandlerTests {

    private static final String ROOM = "/app/rooms.r1.send";
    private static final String REFRESH = "/app/session.refresh";
    private static final String TEXT = "{\"text\":\"hello\",\"clientMessageId\":\"c-1\"}";

    private final TestSession open = TestSession.connected();
    private final TestNode node = new TestNode(open);

    @BeforeEach
    void join() {
        node.members.add(new MembershipQuestion("r1", "alice"));
    }

    @AfterEach
    void close() {
        node.close();
        open.close();
    }

    private void send(String destination, String receipt, String body) throws RefusedException {
        node.requests
                .send()
                .send(
                        open.session,
                        TestSession.ALICE,
                        new Request(destination, receipt),
                        body.getBytes(StandardCharsets.UTF_8));
    }

    private void assertRefused(ErrorCode code, String destination, String body) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> send(destination, "refused", body))
                .matches(e -> e.code() == code, code.slug());
        assertThat(open.channel.sent).as("the caller sends the refusal").noneMatch(line -> line.contains("refused"));
    }

    @Test
    void messageIsReceiptedWhenTheBrokerHasIt() throws RefusedException {
        send(ROOM, "r-1", TEXT);
        assertThat(node.sender.published).singleElement().satisfies(message -> {
            assertThat(message.roomId()).isEqualTo("r1");
            assertThat(message.sender()).isEqualTo("alice");
            assertThat(message.clientMessageId()).isEqualTo("c-1");
        });
        assertThat(open.channel.sent).isEmpty();
        node.sender.confirms.getFirst().complete(null);
        String id = node.sender.published.getFirst().id();
        assertThat(open.channel.sent).containsExactly("receipt r-1 of " + id);
    }

    @Test
    void messageThatTheBrokerDoesNotAcceptIsRefused() throws RefusedException {
        send(ROOM, "r-1", TEXT);
        node.sender.confirms.getFirst().completeExceptionally(new RefusedException(ErrorCode.BROKER_UNAVAILABLE));
        assertThat(open.channel.sent).containsExactly("refusal broker-unavailable of r-1");
    }

    @Test
    void bodyThatIsNoMessageIsRefusedAndSettled() throws RefusedException {
        for (int i = 0; i <= TestNode.MOST_UNCONFIRMED; i++) {
            send(ROOM, "r-" + i, "{}");
        }
        assertThat(open.channel.sent)
                .containsExactly(
                        "refusal body-unreadable of r-0",
                        "refusal body-unreadable of r-1",
                        "refusal body-unreadable of r-2");
    }

    @Test
    void nonMembersAndUnknownDestinationsAreRefused() {
        node.members.clear();
        assertRefused(ErrorCode.NOT_A_MEMBER, ROOM, TEXT);
        assertRefused(ErrorCode.DESTINATION_REFUSED, "/topic/rooms.r1", TEXT);
        assertThat(node.sender.published).isEmpty();
    }

    @Test
    void unconfirmedSendsAreLimitedUntilAConfirm() throws RefusedException {
        send(ROOM, "r-1", TEXT);
        send(ROOM, "r-2", TEXT);
        assertRefused(ErrorCode.TOO_MANY_UNCONFIRMED, ROOM, TEXT);
        node.sender.confirms.getFirst().complete(null);
        send(ROOM, "r-3", TEXT);
        assertThat(node.sender.published).hasSize(3);
    }

    private void subscribe() throws RefusedException {
        node.requests
                .subscribe()
                .subscribe(
                        open.session, TestSession.ALICE, "1", new Request("/topic/rooms.r1", "s-1"), JoinRequest.LIVE);
    }

    /** Sends on another thread, and returns when it waits. */
    private FutureTask<String> sendThatWaits() {
        FutureTask<String> sent = new FutureTask<>(() -> {
            try {
                send(ROOM, "r-1", TEXT);
                return "sent";
            } catch (RefusedException e) {
                return e.code().slug();
            }
        });
        Thread thread = Thread.startVirtualThread(sent);
        await("the wait").until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        return sent;
    }

    @Test
    void messageBehindASubscribeIsPublishedAfterItsReceipt() throws Exception {
        subscribe();
        FutureTask<String> sent = sendThatWaits();
        assertThat(node.sender.published).isEmpty();
        node.rooms.confirm(new RoomId("r1"));
        assertThat(sent.get()).isEqualTo("sent");
        assertThat(open.channel.sent).containsExactly("receipt s-1");
        assertThat(node.sender.published).hasSize(1);
    }

    @Test
    void messageBehindASubscribeThatEndsIsPublishedAllTheSame() throws Exception {
        subscribe();
        FutureTask<String> sent = sendThatWaits();
        open.session.subscriptions().remove("1").cancel();
        assertThat(sent.get()).isEqualTo("sent");
        assertThat(open.channel.sent).containsExactly("refusal subscription-unconfirmed of s-1");
        assertThat(node.sender.published).hasSize(1);
    }

    @Test
    void whoIsRemovedDuringTheWaitIsRefused() throws Exception {
        subscribe();
        FutureTask<String> sent = sendThatWaits();
        node.remove(new MembershipQuestion("r1", "alice"));
        node.rooms.confirm(new RoomId("r1"));
        assertThat(sent.get()).isEqualTo("not-a-member");
        assertThat(node.sender.published).isEmpty();
    }

    @Test
    void messageToAnotherRoomDoesNotWait() throws RefusedException {
        node.members.add(new MembershipQuestion("r2", "alice"));
        subscribe();
        send("/app/rooms.r2.send", "r-1", TEXT);
        assertThat(node.sender.published).hasSize(1);
    }

    @Test
    void refreshesCountAgainstTheRateToo() throws RefusedException {
        for (int i = 0; i < TestNode.BURST; i++) {
            send(REFRESH, "r-" + i, "{\"token\":\"" + node.token("alice") + "\"}");
        }
        assertRefused(ErrorCode.TOO_MANY_REQUESTS, REFRESH, "{}");
    }

    @Test
    void newTokenExtendsTheSession() throws RefusedException {
        send(REFRESH, "r-1", "{\"token\":\"" + node.token("alice") + "\"}");
        assertThat(open.channel.sent).containsExactly("receipt r-1");
        AuthenticatedUser user = open.session.user();
        assertThat(user).isNotNull();
        assertThat(user.expiresAt()).isEqualTo(Instant.parse("2026-12-01T12:00:00Z"));
        assertThat(node.sender.published).isEmpty();
    }

    @Test
    void tokenOfAnotherUserRefreshesNothing() {
        assertRefused(ErrorCode.TOKEN_INVALID, REFRESH, "{\"token\":\"" + node.token("bob") + "\"}");
    }

    @Test
    void sessionThatHasEndedIsNotRefreshed() throws RefusedException {
        Instant end = Instant.parse("2026-12-01T12:00:00Z");
        open.session.lifetime().due(end.toEpochMilli(), 0);
        send(REFRESH, "r-1", "{\"token\":\"" + node.token("alice") + "\"}");
        assertThat(open.channel.sent).isEmpty();
    }
}
