package io.damso.gateway.requests;

import io.damso.auth.AuthProperties;
import io.damso.auth.TokenIssuer;
import io.damso.auth.TokenVerifier;
import io.damso.gateway.SocketProperties;
import io.damso.gateway.access.DestinationGuard;
import io.damso.gateway.access.TestGuards;
import io.damso.gateway.lifetime.TestRefresh;
import io.damso.gateway.limits.SendRates;
import io.damso.gateway.limits.TestLimits;
import io.damso.gateway.membership.TestMemberships;
import io.damso.gateway.rooms.TestRooms;
import io.damso.gateway.rooms.position.PositionTokens;
import io.damso.gateway.send.SendProperties;
import io.damso.gateway.send.TestSender;
import io.damso.gateway.session.TestSession;
import io.damso.protocol.MembershipQuestion;
import io.damso.protocol.UserId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.util.unit.DataSize;

/** The request handlers of a node whose broker is a stub. Close it after the test. */
public final class TestNode implements AutoCloseable {

    /** Limits of a session: subscriptions, burst of SENDs, unconfirmed messages. */
    public static final int MOST_SUBSCRIPTIONS = 3;

    public static final int BURST = 5;
    public static final int MOST_UNCONFIRMED = 2;

    public final Set<MembershipQuestion> members = ConcurrentHashMap.newKeySet();
    public final TestRooms rooms = new TestRooms();
    public final TestSender sender = new TestSender();
    public final ClientRequests requests;

    private final TestMemberships memberships = new TestMemberships(members::contains);
    private final Clock clock = Clock.fixed(Instant.parse("2026-12-01T11:00:00Z"), ZoneOffset.UTC);
    private final AuthProperties auth = new AuthProperties("test-secret-test-secret-test-secret", Duration.ZERO);

    /** Creates a node that answers this session. */
    public TestNode(TestSession open) {
        DestinationGuard guard = TestGuards.of(memberships);
        TokenVerifier tokens = new TokenVerifier(auth, clock);
        SendRates rates = TestLimits.rates(BURST, MOST_UNCONFIRMED);
        SocketProperties properties = new SocketProperties(
                "/ws",
                DataSize.ofKilobytes(64),
                Duration.ZERO,
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                MOST_SUBSCRIPTIONS);
        this.requests = new ClientRequests(
                new ConnectHandler(tokens, open.sessions, open.answers),
                new SendHandler(
                        rates,
                        guard,
                        new RoomSendHandler(rates, sender.sender(), open.answers),
                        new RefreshHandler(TestRefresh.of(tokens, clock), open.answers),
                        new SendProperties(
                                DataSize.ofKilobytes(4),
                                Duration.ofSeconds(10),
                                100,
                                Duration.ZERO,
                                Duration.ofHours(1))),
                new SubscribeHandler(guard, rooms.rooms(), new PositionTokens("secret"), open.answers, properties),
                new UnsubscribeHandler(guard, open.answers),
                new DisconnectHandler(open.answers));
    }

    /** Removes a member. */
    public void remove(MembershipQuestion membership) {
        members.remove(membership);
        memberships.removed(membership);
    }

    /** Returns a token of this user that expires in an hour. */
    public String token(String user) {
        return new TokenIssuer(auth, clock).issue(new UserId(user), Duration.ofHours(1));
    }

    @Override
    public void close() {
        rooms.close();
    }
}
