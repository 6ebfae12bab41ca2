package io.damso.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.protocol.Destination;
import io.damso.protocol.MembershipQuestion;
import io.damso.protocol.RoomId;
import io.damso.protocol.UserId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionsTests {

    private static final UserId ALICE = TestSession.ALICE.userId();

    private final TestSession open = TestSession.open();
    private final Sessions sessions = open.sessions;

    @AfterEach
    void close() {
        open.close();
    }

    private List<ClientSession> all() {
        List<ClientSession> all = new ArrayList<>();
        sessions.forEach(all::add);
        return all;
    }

    @Test
    void sessionIsFoundByItsIdUntilItsEnd() {
        assertThat(sessions.has(open.session.id())).isTrue();
        assertThat(sessions.has("another")).isFalse();
        sessions.remove(open.session);
        assertThat(sessions.has(open.session.id())).isFalse();
    }

    @Test
    void sessionBelongsToItsUserFromConnectToTheEnd() {
        assertThat(all()).containsExactly(open.session);
        assertThat(sessions.of(ALICE)).isEmpty();
        connect();
        assertThat(sessions.of(ALICE)).containsExactly(open.session);
        assertThat(open.meters.get("damso.sessions.users").gauge().value()).isEqualTo(1);
        sessions.remove(open.session);
        assertThat(sessions.of(ALICE)).isEmpty();
        assertThat(all()).isEmpty();
        assertThat(open.meters.get("damso.sessions.open").gauge().value()).isZero();
    }

    @Test
    void sessionClosedDuringConnectBelongsToNoUser() {
        sessions.remove(open.session);
        connect();
        assertThat(sessions.of(ALICE)).isEmpty();
    }

    @Test
    void membershipsAreThoseOfSubscriptionsToRooms() throws Exception {
        AccessRevocation access = new AccessRevocation(sessions, open.answers);
        subscribe("1", new Destination.RoomMessages(new RoomId("r1")));
        assertThat(access.memberships()).as("without a user yet").isEmpty();
        connect();
        subscribe("2", new Destination.UserErrors());
        assertThat(access.memberships()).containsExactly(new MembershipQuestion("r1", "alice"));
    }

    @Test
    void endOfAMembershipEndsSubscriptionsAndReportsAttachedOnes() throws Exception {
        AccessRevocation access = new AccessRevocation(sessions, open.answers);
        connect();
        subscribe("1", new Destination.RoomMessages(new RoomId("r1")));
        subscribe("2", new Destination.RoomMessages(new RoomId("r2")));
        access.membershipEnded(new RoomId("r1"), ALICE);
        assertThat(open.session.subscriptions().destinations())
                .containsExactly(new Destination.RoomMessages(new RoomId("r2")));
        assertThat(open.channel.sent)
                .as("the subscription was not attached to the room")
                .isEmpty();
    }

    @Test
    void sessionsOfAUserEndAndNoOthers() {
        AccessRevocation access = new AccessRevocation(sessions, open.answers);
        connect();
        access.sessionsEnded(new UserId("bob"));
        assertThat(open.channel.sent).isEmpty();
        access.sessionsEnded(ALICE);
        assertThat(open.channel.sent).containsExactly("end session-ended-by-admin");
    }

    private void connect() {
        open.session.authenticated(TestSession.ALICE);
        sessions.connected(open.session, ALICE);
    }

    private void subscribe(String id, Destination.ForSubscribe destination) throws Exception {
        open.session.subscribe(id, destination, "spelling", 10);
    }
}
