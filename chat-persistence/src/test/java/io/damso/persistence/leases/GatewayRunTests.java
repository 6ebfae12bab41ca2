package io.damso.persistence.leases;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.protocol.RunLease;
import org.junit.jupiter.api.Test;

class GatewayRunTests {

    @Test
    void runIsNamedByItsExchange() {
        assertThat(GatewayRun.of(new RunLease("gateway-1", "7f", false)))
                .hasValue(new GatewayRun("damso.gateway.gateway-1.7f", "gateway-1", "7f"));
    }

    @Test
    void leaseWithoutNodeOrRunHasNoRun() {
        assertThat(GatewayRun.of((RunLease) null)).isEmpty();
        assertThat(GatewayRun.of(new RunLease(null, "7f", false))).isEmpty();
        assertThat(GatewayRun.of(new RunLease("gateway-1", null, false))).isEmpty();
        assertThat(GatewayRun.of(new RunLease(" ", "7f", false))).isEmpty();
        assertThat(GatewayRun.of(new RunLease("gateway-1", "", false))).isEmpty();
    }

    @Test
    void runWhoseExchangesCannotBeNamedIsRefused() {
        String longest = "é".repeat(109);
        assertThat(GatewayRun.of(new RunLease("n", longest, false)))
                .map(run -> run.roomsExchange(Integer.MAX_VALUE).getBytes().length)
                .hasValueSatisfying(length -> assertThat(length).isLessThanOrEqualTo(255));
        assertThat(GatewayRun.of(new RunLease("n", longest + "éé", false))).isEmpty();
    }
}
