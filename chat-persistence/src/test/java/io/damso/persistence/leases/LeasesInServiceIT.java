package io.damso.persistence.leases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.persistence.RunningService;
import io.damso.test.MongoStore;
import io.damso.test.RabbitBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LeasesInServiceIT {

    @RegisterExtension
    static final RabbitBroker broker = RabbitBroker.shared();

    @RegisterExtension
    static final MongoStore mongo = new MongoStore();

    @Test
    void serviceRemovesAnEndedRunAndCountsRuns() throws Exception {
        try (RunningService service = RunningService.start(broker, mongo);
                GatewayInBroker gateway = new GatewayInBroker(broker)) {
            GatewayRun alive = gateway.run(0);
            GatewayRun ended = gateway.run(3);
            gateway.renew(alive);
            gateway.end(ended);
            await("the run is removed").until(() -> gateway.exchanges(ended) == 0);
            await("metrics")
                    .untilAsserted(() -> assertThat(service.manage("/actuator/prometheus")
                                    .response()
                                    .body())
                            .containsPattern("(?m)^damso_leases_runs(\\{.*})? 1\\.0$")
                            .containsPattern("(?m)^damso_leases_removed_total(\\{.*})? 1\\.0$"));
            assertThat(gateway.exchanges(alive)).isEqualTo(1);
            gateway.delete(alive.exchange());
        }
    }
}
