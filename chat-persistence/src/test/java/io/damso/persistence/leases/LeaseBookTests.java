package io.damso.persistence.leases;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.protocol.RunLease;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaseBookTests {

    private static final Duration LONGEST_WAIT = RunLease.RENEWED_EVERY.plusSeconds(1);

    private final LeaseBook book = new LeaseBook(RunLease.DURATION, LONGEST_WAIT);
    private final GatewayRun a = GatewayRun.of("gateway-1", "a");
    private final GatewayRun b = GatewayRun.of("gateway-2", "b");

    @Test
    void runThatRenewsItsLeaseIsNeverDue() {
        for (int i = 0; i < 100; i++) {
            heard(a, RunLease.RENEWED_EVERY);
            assertThat(book.due()).isEmpty();
        }
    }

    @Test
    void runThatIsNotHeardOfIsDueAfterTheDurationAndTheOthersAreNot() {
        heard(b, Duration.ZERO);
        for (int i = 0; i < 3; i++) {
            heard(a, RunLease.RENEWED_EVERY);
            assertThat(book.due()).isEmpty();
        }
        heard(a, Duration.ofMillis(1));
        assertThat(book.due()).containsExactly(b);
    }

    @Test
    void pauseOfAnHourEndsNoRun() {
        heard(a, Duration.ZERO);
        heard(b, Duration.ZERO);
        heard(a, RunLease.RENEWED_EVERY);
        heard(a, Duration.ofHours(1));
        assertThat(book.due()).isEmpty();
        heard(b, Duration.ZERO);
        assertThat(book.due()).isEmpty();
    }

    @Test
    void leasesThatHavePiledUpEndNoRunWhileTheyAreRead() {
        heard(b, Duration.ZERO);
        heard(a, Duration.ofHours(1));
        for (int i = 0; i < 10_000; i++) {
            heard(a, Duration.ofNanos(100_000));
        }
        assertThat(book.due()).isEmpty();
    }

    @Test
    void waitThatIsNegativeCountsNothing() {
        heard(b, Duration.ZERO);
        book.waited(-1);
        heard(a, RunLease.DURATION);
        heard(a, RunLease.DURATION);
        assertThat(book.due()).isEmpty();
    }

    @Test
    void endedRunIsDueAtOnceUntilItIsRemoved() {
        heard(b, Duration.ZERO);
        book.ended(a);
        assertThat(book.due()).containsExactly(a);
        assertThat(book.due()).containsExactly(a);
        book.removed(a);
        assertThat(book.due()).isEmpty();
        assertThat(book.knows(a)).isFalse();
        assertThat(book.size()).isEqualTo(1);
    }

    @Test
    void runThatComesBackIsNotDueAnyMore() {
        heard(b, Duration.ZERO);
        expireAllBut(a);
        assertThat(book.due()).containsExactly(b);
        heard(b, Duration.ZERO);
        assertThat(book.due()).isEmpty();
        expireAllBut(a);
        assertThat(book.due()).containsExactly(b);
    }

    @Test
    void removedRunThatComesBackIsUnknown() {
        heard(b, Duration.ZERO);
        book.removed(b);
        assertThat(book.knows(b)).isFalse();
        heard(b, Duration.ZERO);
        assertThat(book.knows(b)).isTrue();
    }

    @Test
    void restartForgetsOtherRunsAndGivesTheKnownOnesTheWholeDuration() {
        heard(a, Duration.ZERO);
        heard(b, Duration.ZERO);
        expireAllBut(a);
        GatewayRun c = GatewayRun.of("gateway-3", "c");
        book.restart(List.of(b, c));
        assertThat(book.due()).isEmpty();
        assertThat(book.knows(a)).isFalse();
        expireAllBut(a);
        assertThat(book.due()).containsExactlyInAnyOrder(b, c);
    }

    private void expireAllBut(GatewayRun alive) {
        for (int i = 0; i < 4; i++) {
            heard(alive, RunLease.RENEWED_EVERY);
        }
    }

    private void heard(GatewayRun run, Duration waited) {
        book.waited(waited.toNanos());
        book.heard(run);
    }
}
