package io.damso.gateway.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.damso.gateway.RefusedException;
import io.damso.gateway.session.AccessRevocationOf;
import io.damso.gateway.session.Request;
import io.damso.gateway.session.TestSession;
import io.damso.protocol.Destination;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.MembershipQuestion;
import io.damso.protocol.RoomId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SubscribeHandlerTests {

    private static final RoomId ROOM = new RoomId("r1");

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

    private void subscribe(@Nullable String id, String destination) throws RefusedException {
        subscribe(id, destination, JoinRequest.LIVE);
    }

    private void subscribe(@Nullable String id, String destination, JoinRequest asked) throws RefusedException {
        node.requests
                .subscribe()
                .subscribe(open.session, TestSession.ALICE, id, new Request(destination, "of " + id), asked);
    }

    private void assertRefused(ErrorCode code, @Nullable String id, String destination) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> subscribe(id, destination))
                .matches(e -> e.code() == code, code.slug());
    }

    private void unsubscribe(@Nullable String id, @Nullable String destination) throws RefusedException {
        node.requests.unsubscribe().unsubscribe(open.session, id, new Request(destination, "end of " + id));
    }

    @Test
    void memberGetsMessagesOnceTheBrokerHasConfirmed() throws RefusedException {
        subscribe("1", "/topic/rooms.r1");
        assertThat(open.channel.sent).isEmpty();
        node.rooms.confirm(ROOM);
        node.rooms.deliver(ROOM, "m-1", "{}");
        assertThat(open.channel.sent).containsExactly("receipt of 1", "message m-1 for 1 /topic/rooms.r1");
    }

    @Test
    void nonMemberIsRefusedAndHasNoSubscription() {
        node.members.clear();
        assertRefused(ErrorCode.NOT_A_MEMBER, "1", "/topic/rooms.r1");
        assertThat(open.session.subscriptions().to(new Destination.RoomMessages(ROOM)))
                .isNull();
    }

    @Test
    void ownDestinationsNeedNoBroker() throws RefusedException {
        subscribe("1", "/user/queue/errors");
        subscribe("2", "/user/queue/notifications");
        assertThat(open.channel.sent).containsExactly("receipt of 1", "receipt of 2");
    }

    @Test
    void unknownDestinationIsRefusedBeforeItsId() {
        open.channel.refusedLabel = "1";
        assertRefused(ErrorCode.DESTINATION_REFUSED, "1", "/topic/elsewhere");
        assertRefused(ErrorCode.HEADER_REFUSED, "1", "/topic/rooms.r1");
    }

    @Test
    void subscriptionsOfASessionAreLimited() throws RefusedException {
        for (int i = 0; i < TestNode.MOST_SUBSCRIPTIONS; i++) {
            subscribe("id " + i, "/user/queue/errors");
        }
        assertRefused(ErrorCode.TOO_MANY_SUBSCRIPTIONS, "one more", "/user/queue/errors");
        unsubscribe("id 0", null);
        subscribe("one more", "/user/queue/errors");
    }

    @Test
    void repeatWithoutAnIdIsAnsweredWithTheFirst() throws RefusedException {
        subscribe(null, "/topic/rooms.r1");
        subscribe(null, "/topic/rooms.r1");
        assertThat(open.channel.sent).isEmpty();
        node.rooms.confirm(ROOM);
        assertThat(open.channel.sent).containsExactly("receipt of null", "receipt of null");
        node.rooms.deliver(ROOM, "m-1", "{}");
        assertThat(open.channel.sent).hasSize(3);
    }

    @Test
    void whatCannotBeReplayedIsToldAndMessagesComeAllTheSame() throws RefusedException {
        subscribe("1", "/topic/rooms.r1", new JoinRequest("garbage", null, null));
        node.rooms.confirm(ROOM);
        node.rooms.deliver(ROOM, "m-1", "{}");
        assertThat(open.channel.sent)
                .containsExactly("receipt of 1 after 0, position-invalid", "message m-1 for 1 /topic/rooms.r1");
    }

    @Test
    void requiredReplayThatFailsIsRefusedAndTheIdIsFree() throws RefusedException {
        subscribe("1", "/topic/rooms.r1", new JoinRequest("garbage", null, "required"));
        node.rooms.confirm(ROOM);
        node.rooms.deliver(ROOM, "m-1", "{}");
        assertThat(open.channel.sent).containsExactly("refusal position-invalid of of 1");
        subscribe("1", "/topic/rooms.r1", new JoinRequest(null, "20", "required"));
        subscribe("1", "/topic/rooms.r1", new JoinRequest(null, "20", null));
        assertThat(open.channel.sent)
                .contains("refusal history-unavailable of of 1", "receipt of 1 after 0, history-unavailable");
    }

    @Test
    void valuesThatAreNotDocumentedAreRefused() {
        for (JoinRequest each : List.of(
                new JoinRequest(null, "-1", null),
                new JoinRequest(null, "201", null),
                new JoinRequest(null, "all", null),
                new JoinRequest(null, "", null),
                new JoinRequest("x", "1", null),
                new JoinRequest(null, null, "maybe"))) {
            assertThatExceptionOfType(RefusedException.class)
                    .as("%s", each)
                    .isThrownBy(() -> subscribe("1", "/topic/rooms.r1", each))
                    .matches(e -> e.code() == ErrorCode.HEADER_REFUSED);
        }
    }

    @Test
    void interruptionHasTheClientsSpellingOfTheDestination() throws RefusedException {
        subscribe("1", "/topic/rooms.r1");
        node.rooms.confirm(ROOM);
        open.channel.sent.clear();
        node.rooms.interrupt(ROOM);
        assertThat(open.channel.sent)
                .containsExactly("delivery-interrupted /topic/rooms.r1", "delivery-resumed /topic/rooms.r1");
    }

    @Test
    void noMessageIsDeliveredAfterUnsubscribe() throws RefusedException {
        subscribe("1", "/topic/rooms.r1");
        node.rooms.confirm(ROOM);
        open.channel.sent.clear();
        unsubscribe("1", null);
        node.rooms.deliver(ROOM, "m-1", "{}");
        assertThat(open.channel.sent).containsExactly("receipt end of 1");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> unsubscribe("1", null))
                .matches(e -> e.code() == ErrorCode.HEADER_REFUSED);
    }

    @Test
    void subscriptionWithoutAnIdEndsByItsDestinationOnly() throws RefusedException {
        subscribe("1", "/topic/rooms.r1");
        subscribe(null, "/topic/rooms.r1");
        node.rooms.confirm(ROOM);
        open.channel.sent.clear();
        unsubscribe(null, "/topic/rooms.r1");
        node.rooms.deliver(ROOM, "m-1", "{}");
        assertThat(open.channel.sent).containsExactly("receipt end of null", "message m-1 for 1 /topic/rooms.r1");
    }

    @Test
    void subscriptionRevokedBeforeTheConfirmIsRefused() throws RefusedException {
        subscribe("1", "/topic/rooms.r1");
        AccessRevocationOf.membership(open, ROOM);
        node.rooms.confirm(ROOM);
        node.rooms.deliver(ROOM, "m-1", "{}");
        assertThat(open.channel.sent)
                .isEqualTo(List.of(
                        "refusal subscription-unconfirmed of of 1", "notice membership-ended for /topic/rooms.r1"));
    }

    @Test
    void disconnectIsReceiptedAfterAllEarlierRequests() throws RefusedException {
        subscribe("1", "/topic/rooms.r1");
        node.requests.disconnect().disconnect(open.session, new Request(null, "bye"));
        assertThat(open.session.isEnding()).isTrue();
        assertThat(open.channel.sent).isEmpty();
        node.rooms.confirm(ROOM);
        assertThat(open.channel.sent).containsExactly("receipt of 1", "receipt bye");
        assertThat(open.socket.written).as("the client closes the socket").isEmpty();
    }

    @Test
    void disconnectWithoutAReceiptCloses() {
        node.requests.disconnect().disconnect(open.session, Request.NONE);
        assertThat(open.socket.written).containsExactly("close 1000 null");
        assertThat(open.channel.sent).isEmpty();
    }
}
