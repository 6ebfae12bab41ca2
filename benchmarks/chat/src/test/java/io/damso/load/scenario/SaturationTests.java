package io.damso.load.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.bench.measure.LatencySummary;
import io.damso.load.run.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

class SaturationTests {

    @Test
    void findsTheRateThatIsKeptUpWith() throws Exception {
        assertThat(search(1_000, 5).perSecond()).isBetween(850.0, 1_053.0);
    }

    @Test
    void goesDownIfTheFirstRateIsTooHigh() throws Exception {
        assertThat(search(10, 5).perSecond()).isBetween(7.0, 10.6);
    }

    @Test
    void aRateWithSlowAnswersIsNotKeptUpWith() throws Exception {
        Step best = new Saturation(rate -> step(rate, 1e9, rate > 300 ? 900 : 5)).search(100);
        assertThat(best.perSecond()).isBetween(225.0, 300.0);
    }

    @Test
    void endsWithoutALimit() throws Exception {
        Saturation saturation = new Saturation(rate -> step(rate, 1e12, 5));
        saturation.search(100);
        assertThat(saturation.steps()).hasSizeLessThan(20);
    }

    private static Step search(double capacity, double p99) throws InterruptedException {
        return new Saturation(rate -> step(rate, capacity, p99)).search(100);
    }

    /** Returns the result of a server that delivers this number of messages per second to ten subscribers. */
    private static Step step(double rate, double capacity, double p99) {
        return new Step(
                rate,
                2,
                Math.round(20 * rate),
                Math.round(20 * Math.min(rate, capacity)),
                new LatencySummary(1, p99, p99, p99),
                List.of(),
                0.1);
    }
}
