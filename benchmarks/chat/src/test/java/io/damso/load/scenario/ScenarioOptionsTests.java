package io.damso.load.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.damso.bench.scenario.Installation;
import io.damso.bench.scenario.InvalidOptionException;
import io.damso.bench.scenario.Scenario;
import io.damso.load.peer.Peers;
import io.damso.load.peer.Way;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioOptionsTests {

    private final Installation installation = new Installation(Path.of("."), Path.of("target"), List.of());

    @Test
    void allScenariosAreFound() {
        assertThat(ServiceLoader.load(Scenario.class))
                .extracting(Scenario::name)
                .contains("store", "fanout", "rooms", "idle", "connect", "storm", "resume", "slow", "soak", "receipts");
    }

    @ParameterizedTest
    @CsvSource({
        "fanout, --subscribers, 1001",
        "fanout, --gateways, 0",
        "fanout, --peer, nobody",
        "rooms, --rate, many",
        "receipts, --rate, 0",
        "idle, --clients, 5",
        "connect, --clients, 30000",
        "storm, --seconds, 5",
        "storm, --kill, none",
        "storm, --kill, 'one,'",
        "resume, --missed, 1001",
        "resume, --rooms, 501",
        "resume, --peer, nats",
        "storm, --through-nginx, 1",
        "fanout, --past-nginx, 1",
        "slow, --stalled, 100",
        "soak, --minutes, 0",
        "soak, --hours, 1",
    })
    void unusableOptionsAreRefusedBeforeAnythingStarts(String scenario, String option, String value) {
        assertThatThrownBy(() -> scenario(scenario).run(List.of(option, value), installation))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining(option);
    }

    @ParameterizedTest
    @CsvSource({"fanout, --subscribers", "rooms, --rooms"})
    void eachSizeNeedsItsRate(String scenario, String sizes) {
        assertThatThrownBy(() -> scenario(scenario).run(List.of(sizes, "1,2,3", "--rate", "1,2"), installation))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("--rate")
                .hasMessageContaining(sizes);
    }

    @Test
    void eachSizeWithItsRateRunsOnEachNumberOfNodes() {
        RoomsScenario rooms = new RoomsScenario();
        List<String> options = List.of("--rooms", "10,200", "--rate", "50,4000", "--gateways", "1,2");
        assertThat(rooms.trial(rooms.arguments(options)).cases())
                .containsExactly(
                        new Case("10 rooms x 2, 50/s, 1 node", 1),
                        new Case("200 rooms x 2, 4,000/s, 1 node", 1),
                        new Case("10 rooms x 2, 50/s, 2 nodes", 2),
                        new Case("200 rooms x 2, 4,000/s, 2 nodes", 2));
    }

    @Test
    void stormKillsOneNodeUnasked() {
        StormScenario storm = new StormScenario();
        assertThat(storm.trial(storm.arguments(List.of())).cases()).containsExactly(new Case("5,000 clients", 2));
        assertThat(storm.trial(storm.arguments(List.of("--clients", "200", "--kill", "both,one")))
                        .cases())
                .containsExactly(new Case("200 clients, both nodes killed", 2), new Case("200 clients", 2));
    }

    @Test
    void stormUsesNginxByDefault() {
        assertThat(way(new StormScenario(), "--past-nginx")).containsExactly(Way.NGINX, Way.DIRECT);
        assertThat(way(new ConnectScenario(), "--through-nginx")).containsExactly(Way.DIRECT, Way.NGINX);
        assertThat(way(new IdleScenario(), "--through-nginx")).containsExactly(Way.DIRECT, Way.NGINX);
    }

    @Test
    void onlyDamsoHasNginx() {
        assertThat(Peers.named("damso").way(Way.NGINX)).isEqualTo(Way.NGINX);
        assertThat(Peers.named("damso").way(Way.DIRECT)).isEqualTo(Way.DIRECT);
        assertThat(Peers.named("nats").way(Way.NGINX)).isEqualTo(Way.DIRECT);
    }

    @Test
    void onlyRoomsComparesJetStreamUnasked() {
        assertThat(new RoomsScenario().usualPeers()).isEqualTo(Peers.names()).contains("jetstream");
        assertThat(new FanoutScenario().usualPeers()).containsExactly("damso", "stock", "web-stomp", "nats", "simple");
    }

    /** Returns the path of the connections without and with the option. */
    private static List<Way> way(ChatScenario scenario, String flag) {
        return List.of(
                scenario.trial(scenario.arguments(List.of())).way(),
                scenario.trial(scenario.arguments(List.of(flag))).way());
    }

    private static Scenario scenario(String name) {
        return ServiceLoader.load(Scenario.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(scenario -> scenario.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
