package io.damso.load.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.bench.report.Progress;
import io.damso.load.run.LoadPlan;
import org.junit.jupiter.api.Test;

class WarmUpTests {

    private static final LoadPlan MEASURED = new LoadPlan(1, 2, 1, 200, 1).with(LoadPlan.Behaviour.RESUME);

    @Test
    void allButTheSenderResumeInEachRound() throws Exception {
        try (StubPeer peer = new StubPeer(Fault.NONE)) {
            new WarmUp(1, 3, 2).run(peer, MEASURED, new Progress(System.err));
            assertThat(peer.resumed()).isEqualTo(2 * 2);
        }
    }
}
