package io.damso.gateway.requests;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.auth.AuthenticatedUser;
import io.damso.gateway.admission.Admissions;
import io.damso.gateway.admission.TestPlaces;
import io.damso.gateway.session.Heartbeats;
import io.damso.gateway.session.TestSession;
import io.damso.protocol.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConnectHandlerTests {

    private static final Heartbeats AGREED = new Heartbeats(1_000, 2_000);

    private final Admissions places = TestPlaces.places(1);

    /** Returns the frames that a client gets with this token in the handshake and this user's token in CONNECT. */
    private List<String> connect(@Nullable AuthenticatedUser ofHandshake, @Nullable String user) {
        try (TestSession open = TestSession.open(TestPlaces.claimed(places), ofHandshake);
                TestNode node = new TestNode(open)) {
            String authorization = user == null ? null : "Bearer " + node.token(user);
            node.requests.connect().connect(open.session, authorization, AGREED);
            boolean connected = open.session.user() != null;
            assertThat(open.session.heartbeats()).isEqualTo(connected ? AGREED : Heartbeats.NONE);
            assertThat(open.sessions.of(new UserId("alice"))).hasSize(connected ? 1 : 0);
            return open.channel.sent;
        }
    }

    @Test
    void userOfTheTokenIsConnected() {
        assertThat(connect(null, "alice")).containsExactly("connected alice");
    }

    @Test
    void tokenOfTheHandshakeIsEnough() {
        assertThat(connect(TestSession.ALICE, null)).containsExactly("connected alice");
    }

    @Test
    void bothTokensMustBeOfOneUser() {
        assertThat(connect(TestSession.ALICE, "alice")).containsExactly("connected alice");
        assertThat(connect(TestSession.ALICE, "bob")).containsExactly("end token-invalid by null");
    }

    @Test
    void clientWithoutATokenIsNotConnected() {
        assertThat(connect(null, null)).containsExactly("end token-missing by null");
    }

    @Test
    void userWithTooManySessionsIsNotConnected() {
        assertThat(connect(null, "alice")).containsExactly("connected alice");
        assertThat(connect(null, "alice")).containsExactly("end too-many-sessions by null");
    }
}
