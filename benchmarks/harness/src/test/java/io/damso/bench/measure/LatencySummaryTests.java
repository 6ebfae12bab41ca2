package io.damso.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.HdrHistogram.AbstractHistogram;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LatencySummaryTests {

    @Test
    void percentilesAreInMilliseconds() {
        AbstractHistogram histogram = LatencySummary.histogram();
        for (int millis = 1; millis <= 200; millis++) {
            histogram.recordValue(millis * 1_000_000L);
        }
        LatencySummary summary = LatencySummary.of(histogram);
        Percentage threeDigits = Percentage.withPercentage(0.1);
        assertThat(summary.count()).isEqualTo(200);
        assertThat(summary.p50()).isCloseTo(100, threeDigits);
        assertThat(summary.p99()).isCloseTo(198, threeDigits);
        assertThat(summary.max()).isCloseTo(200, threeDigits);
    }

    @Test
    void nothingMeasuredIsZero() {
        assertThat(LatencySummary.of(LatencySummary.histogram())).isEqualTo(new LatencySummary(0, 0, 0, 0));
    }

    @Test
    void shortLatenciesKeepThreeDigits() {
        AbstractHistogram histogram = LatencySummary.histogram();
        histogram.recordValue(12_300);
        assertThat(LatencySummary.of(histogram).max()).isCloseTo(0.0123, within(0.00002));
    }
}
