package io.damso.gateway.session.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.gateway.session.Request;
import io.damso.gateway.session.TestSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DrainTests {

    private static final long BEGIN = 1_000;
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final String CLOSED = "close 1012 node-draining";

    private final List<TestSession> clients = new ArrayList<>();
    private final TestSession first = client();
    private final Drain drain = new Drain(first.sessions, TEN_SECONDS, new Random(7));

    private TestSession client() {
        TestSession client = TestSession.connected();
        clients.add(client);
        return client;
    }

    private void clients(int count) {
        while (clients.size() < count) {
            first.sessions.add(client().session);
        }
    }

    @AfterEach
    void close() {
        clients.forEach(TestSession::close);
    }

    private boolean stepAt(long millis) {
        return drain.step(BEGIN + TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private long closed() {
        return clients.stream().filter(DrainTests::isClosed).count();
    }

    private static boolean isClosed(TestSession client) {
        return client.socket.written.contains(CLOSED);
    }

    private void socketsGone() {
        clients.forEach(client -> first.sessions.remove(client.session));
    }

    @Test
    void nodeWithoutSessionsIsDrainedAtOnce() {
        socketsGone();
        assertThat(drain.begin(BEGIN)).isZero();
        assertThat(stepAt(0)).isTrue();
    }

    @Test
    void everyClientIsToldWhenItsSocketIsClosed() {
        clients(10);
        drain.begin(BEGIN);
        clients.sort(Comparator.comparingLong(DrainTests::announcedMillis));
        for (TestSession client : clients) {
            assertThat(client.channel.sent).hasSize(1);
            stepAt(announcedMillis(client));
            assertThat(isClosed(client)).isFalse();
            stepAt(announcedMillis(client) + 1);
            assertThat(isClosed(client)).isTrue();
        }
    }

    private static long announcedMillis(TestSession client) {
        String notice = client.channel.sent.getFirst();
        assertThat(notice).startsWith("node-draining closes in ");
        return Long.parseLong(notice.substring(notice.lastIndexOf(' ') + 1));
    }

    @Test
    void socketsAreClosedEvenlyBehindTheFirstTenth() {
        clients(100);
        assertThat(drain.begin(BEGIN)).isEqualTo(100);
        assertThat(stepAt(999)).isFalse();
        assertThat(closed()).isZero();
        for (int tenth = 1; tenth <= 10; tenth++) {
            stepAt(1_000 + 900 * tenth);
            assertThat(closed()).as("after %d tenths", tenth).isBetween(10L * tenth - 1, 10L * tenth + 1);
        }
        assertThat(closed()).isEqualTo(100);
        assertThat(stepAt(10_001)).as("the sockets are still open").isFalse();
        socketsGone();
        assertThat(stepAt(10_002)).isTrue();
        assertThat(drain.unanswered()).isZero();
    }

    @Test
    void orderOfClosesIsRandom() {
        clients(20);
        drain.begin(BEGIN);
        List<TestSession> order = new ArrayList<>();
        for (int millis = 0; millis <= 10_000; millis += 50) {
            stepAt(millis);
            clients.stream()
                    .filter(client -> isClosed(client) && !order.contains(client))
                    .forEach(order::add);
        }
        assertThat(order).hasSameElementsAs(clients).isNotEqualTo(clients);
    }

    @Test
    void socketIsClosedBehindTheAnswersToEarlierRequests() {
        CompletableFuture<String> outcome = new CompletableFuture<>();
        first.answers.whenSent(first.session, new Request("/app/rooms.1.send", "r-1"), outcome);
        drain.begin(BEGIN);
        stepAt(10_000);
        assertThat(first.session.isDraining()).isTrue();
        assertThat(first.session.isEnding()).isFalse();
        assertThat(closed()).isZero();
        outcome.complete("id-1");
        assertThat(first.channel.sent).endsWith("receipt r-1 of id-1");
        assertThat(closed()).isOne();
        assertThat(drain.unanswered()).isZero();
    }

    @Test
    void requestThatIsBeingHandledIsAnsweredBeforeTheClose() {
        drain.begin(BEGIN);
        first.session.handle(() -> {
            stepAt(10_000);
            assertThat(closed()).isZero();
        });
        assertThat(closed()).isOne();
    }

    @Test
    void socketIsClosedWithoutAnAnswerThatDoesNotCome() {
        first.answers.whenSent(first.session, new Request("/app/rooms.1.send", "r-1"), new CompletableFuture<>());
        drain.begin(BEGIN);
        stepAt(10_000);
        stepAt(15_001);
        assertThat(closed()).isOne();
        assertThat(drain.unanswered()).isOne();
    }

    @Test
    void sessionThatIsOpenedLateIsToldAndClosedInTime() {
        drain.begin(BEGIN);
        TestSession late = client();
        first.sessions.add(late.session);
        stepAt(5_000);
        assertThat(late.channel.sent).hasSize(1);
        stepAt(10_000);
        assertThat(isClosed(late)).isTrue();
    }

    @Test
    void clientThatLeavesByItselfIsLeftAlone() {
        drain.begin(BEGIN);
        first.session.closeAfterClient();
        stepAt(10_000);
        assertThat(closed()).isZero();
    }

    @Test
    void hurriedDrainClosesAllAtOnce() {
        clients(10);
        first.answers.whenSent(first.session, new Request("/app/rooms.1.send", "r-1"), new CompletableFuture<>());
        drain.begin(BEGIN);
        stepAt(10);
        assertThat(closed()).isZero();
        drain.hurry();
        stepAt(20);
        assertThat(closed()).isEqualTo(10);
    }

    @Test
    void drainEndsAlthoughASessionStays() {
        drain.begin(BEGIN);
        assertThat(stepAt(20_999)).isFalse();
        assertThat(stepAt(21_001)).isTrue();
    }
}
