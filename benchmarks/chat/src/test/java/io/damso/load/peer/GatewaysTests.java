package io.damso.load.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GatewaysTests {

    private static final String METRICS = """
            # HELP damso_catchup_queries_total Queries to persistence for missed messages of rooms
            # TYPE damso_catchup_queries_total counter
            damso_catchup_queries_total %s
            damso_catchup_queries_total_more 5.0
            damso_refusals_total{code="room-full, too} 1",kind="a"} 1200.0
            damso_refusals_total{code="text-too-long"} 3.0
            """;

    @Test
    void readsACounterWithAndWithoutLabels() {
        assertThat(Gateways.sum(METRICS.formatted("12.0"), "damso_catchup_queries_total"))
                .isEqualTo(12);
        assertThat(Gateways.sum(METRICS.formatted("1.2E7"), "damso_catchup_queries_total"))
                .isEqualTo(12_000_000);
        assertThat(Gateways.sum(METRICS.formatted("0.0"), "damso_refusals_total"))
                .isEqualTo(1_203);
        assertThat(Gateways.sum(METRICS, "damso_feed_gaps_total")).isZero();
    }
}
