package io.damso.load.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.bench.report.Progress;
import io.damso.load.client.ClientEvents;
import io.damso.load.count.Counts;
import io.damso.load.run.Crowd;
import io.damso.load.run.CrowdPlan;
import io.damso.load.run.Step;
import org.junit.jupiter.api.Test;

/** The whole client over real sockets, against a server whose faults are known. */
class CrowdTests {

    private static final int SUBSCRIBERS = 10;
    private static final int MESSAGES = 105;

    @Test
    void everyDeliveryOfARightServerIsCountedAndTimed() throws Exception {
        try (StubPeer peer = new StubPeer(Fault.NONE);
                Crowd crowd = new Crowd(peer, new CrowdPlan(2, 5, 2, 200, 2), new Progress(System.err))) {
            crowd.gather(ClientEvents.NONE);
            Step step = crowd.step(200, 0.25, 0.5);
            assertThat(crowd.counts()).isEqualTo(new Counts(150 * 5, 150 * 5, 0, 0, 0, 0));
            assertThat(step.due()).isEqualTo(500);
            assertThat(step.latency().count()).isEqualTo(500);
            assertThat(crowd.cast().sent(0)).isEqualTo(75);
        }
    }

    @Test
    void lostMessagesAreCounted() throws Exception {
        Counts counts = talk(Fault.LOSE);
        assertThat(counts.lost()).isEqualTo(SUBSCRIBERS * (MESSAGES / 10));
        assertThat(counts.duplicates() + counts.reordered() + counts.stray()).isZero();
    }

    @Test
    void doubledMessagesAreCounted() throws Exception {
        Counts counts = talk(Fault.DOUBLE);
        assertThat(counts.duplicates()).isEqualTo(SUBSCRIBERS * (MESSAGES / 10));
        assertThat(counts.lost() + counts.reordered() + counts.stray()).isZero();
    }

    @Test
    void messagesOutOfOrderAreCounted() throws Exception {
        Counts counts = talk(Fault.SWAP);
        assertThat(counts.reordered()).isEqualTo(SUBSCRIBERS * (MESSAGES / 10));
        assertThat(counts.lost() + counts.duplicates() + counts.stray()).isZero();
    }

    private static Counts talk(Fault fault) throws InterruptedException {
        try (StubPeer peer = new StubPeer(fault);
                Crowd crowd = new Crowd(peer, new CrowdPlan(1, SUBSCRIBERS, 1, 200, 1), new Progress(System.err))) {
            crowd.gather(ClientEvents.NONE);
            crowd.step(MESSAGES * 4, 0, 0.25);
            assertThat(crowd.cast().sent()).isEqualTo(MESSAGES);
            return crowd.counts();
        }
    }
}
