package io.damso.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.protocol.ErrorCode;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.web.socket.CloseStatus;

/** The actions that are due in a session at given times. No test waits. */
class ClientSessionTests {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final ClientSession.Limits LIMITS = new ClientSession.Limits(10 * SECOND, 20 * SECOND, SECOND / 5);

    /** Before everything that happens in the session. */
    private final long begin = System.nanoTime();

    private final TestSession open = TestSession.open();
    private final ClientSession session = open.session;

    @AfterEach
    void close() {
        open.close();
    }

    /** Returns what is due when this time, or more on a busy machine, has passed since the last event. */
    private Due dueIn(long nanos) {
        return session.due(System.nanoTime() + nanos, LIMITS);
    }

    /** Returns what is due when at most this time has passed since any event, however busy the machine is. */
    private Due dueWithin(long nanos) {
        return session.due(begin + nanos, LIMITS);
    }

    @Test
    void sessionWithoutConnectInTimeEnds() {
        assertThat(dueWithin(19 * SECOND)).isEqualTo(Due.NOTHING);
        assertThat(dueIn(20 * SECOND)).isEqualTo(new Due.End(ErrorCode.CONNECT_TIMEOUT));
        session.authenticated(TestSession.ALICE);
        assertThat(dueIn(20 * SECOND)).isEqualTo(Due.NOTHING);
    }

    @Test
    void heartbeatIsDueAfterAnIdleIntervalAndOnlyIfItWasAgreed() {
        session.authenticated(TestSession.ALICE);
        assertThat(dueIn(3_600 * SECOND)).isEqualTo(Due.NOTHING);
        session.agreed(new Heartbeats(5_000, 0));
        assertThat(dueWithin(4 * SECOND)).isEqualTo(Due.NOTHING);
        assertThat(dueIn(5 * SECOND)).isEqualTo(Due.HEARTBEAT);
    }

    @Test
    void sessionWithoutHeartbeatsEnds() {
        session.authenticated(TestSession.ALICE);
        session.agreed(new Heartbeats(0, 1_000));
        session.received();
        assertThat(dueWithin(2 * SECOND)).isEqualTo(Due.NOTHING);
        assertThat(dueIn(3 * SECOND)).isEqualTo(new Due.End(ErrorCode.HEARTBEAT_MISSED));
    }

    @Test
    void restOfARequestIsAwaitedFromItsFirstPart() {
        session.authenticated(TestSession.ALICE);
        session.received();
        session.awaitsRest(5 * SECOND);
        session.awaitsRest(3_600 * SECOND);
        assertThat(dueWithin(4 * SECOND)).isEqualTo(Due.NOTHING);
        assertThat(dueIn(5 * SECOND)).isEqualTo(new Due.End(ErrorCode.FRAME_TIMEOUT));
        session.awaitsNothing();
        assertThat(dueIn(5 * SECOND)).isEqualTo(Due.NOTHING);
    }

    @Test
    void readerThatDoesNotAcceptAWriteIsSlow() {
        session.authenticated(TestSession.ALICE);
        open.socket.stall();
        open.socket.mailbox().send(new byte[] {'a'});
        assertThat(dueWithin(9 * SECOND)).isEqualTo(Due.NOTHING);
        assertThat(dueIn(11 * SECOND)).isEqualTo(new Due.End(ErrorCode.SLOW_CONSUMER));
    }

    @Test
    void disconnectedClientMayCloseBeforeTheServerDoes() {
        session.authenticated(TestSession.ALICE);
        session.closeAfterClient();
        assertThat(dueWithin(SECOND / 4)).isEqualTo(Due.NOTHING);
        assertThat(dueIn(SECOND / 2)).isEqualTo(Due.CLOSE);
        assertThat(session.isEnding()).isTrue();
    }

    @Test
    void closeThatIsNotAnsweredEndsInAnAbort() {
        session.close(CloseStatus.NORMAL);
        assertThat(open.socket.written).containsExactly("close 1000 null");
        assertThat(dueWithin(4 * SECOND)).isEqualTo(Due.NOTHING);
        assertThat(dueIn(3_600 * SECOND)).isEqualTo(Due.ABORT);
    }

    @Test
    void nothingIsDueWhenTheSocketIsGone() {
        session.closed();
        assertThat(dueIn(3_600 * SECOND)).isEqualTo(Due.NOTHING);
    }
}
