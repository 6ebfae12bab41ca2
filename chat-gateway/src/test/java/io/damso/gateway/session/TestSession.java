package io.damso.gateway.session;

import io.damso.auth.AuthenticatedUser;
import io.damso.gateway.admission.Admission;
import io.damso.gateway.admission.TestPlaces;
import io.damso.gateway.limits.TestLimits;
import io.damso.gateway.mailbox.TestMailbox;
import io.damso.protocol.UserId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A session of the user alice with a recording channel. Close it after the test. */
public final class TestSession implements AutoCloseable {

    public static final AuthenticatedUser ALICE =
            new AuthenticatedUser(new UserId("alice"), Instant.parse("2026-12-01T12:00:00Z"), Set.of());

    public final RecordingChannel channel = new RecordingChannel();
    public final TestMailbox socket = new TestMailbox();
    public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    public final Answers answers = new Answers(TestLimits.refusals(meters));
    public final Sessions sessions = new Sessions(meters);
    public final ClientSession session;

    private TestSession(Admission place, @Nullable AuthenticatedUser ofHandshake) {
        this.session = new ClientSession(
                "s-1", new Handshake("192.0.2.1", place, ofHandshake), socket.mailbox(), new Subscriptions(), channel);
        sessions.add(session);
    }

    /** Returns a session before CONNECT. */
    public static TestSession open() {
        return open(TestPlaces.claimed(TestPlaces.places(20)), null);
    }

    public static TestSession open(Admission place, @Nullable AuthenticatedUser ofHandshake) {
        return new TestSession(place, ofHandshake);
    }

    /** Returns a connected session of {@link #ALICE}. */
    public static TestSession connected() {
        TestSession open = open();
        open.session.authenticated(ALICE);
        open.sessions.connected(open.session, ALICE.userId());
        return open;
    }

    /** Returns the number of refusals with the code. */
    public double refusals(String slug) {
        return meters.get("damso.refusals").tag("code", slug).counter().count();
    }

    @Override
    public void close() {
        socket.close();
    }
}
