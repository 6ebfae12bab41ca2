package io.damso.bench.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.damso.bench.broker.server.BrokerAddress;
import io.damso.bench.scenario.InvalidOptionException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerBenchOptionsTests {

    @Test
    void defaultIsABrokerOfItsOwn() {
        assertThat(parse())
                .isEqualTo(new BrokerBenchOptions(Duration.ofSeconds(8), 1000, 10_000, 1000, 1, null, null, false));
    }

    @Test
    void everyOptionIsTaken(@TempDir Path directory) {
        Path json = directory.resolve("result.json");
        long pid = ProcessHandle.current().pid();
        // spotless:off
        BrokerBenchOptions options = parse("--seconds", "2", "--rooms", "200", "--node-rooms", "300", "--rate", "50",
                "--runs", "3", "--host", "broker", "--port", "1", "--management-port", "2", "--user", "u",
                "--password", "p", "--pid", Long.toString(pid), "--json", json.toString(), "--docs");
        // spotless:on
        assertThat(options)
                .isEqualTo(new BrokerBenchOptions(
                        Duration.ofSeconds(2), 200, 300, 50, 3, address("broker", pid), json, true));
    }

    private static BrokerAddress address(String host, long pid) {
        return new BrokerAddress(host, 1, 2, "u", "p", pid);
    }

    @Test
    void foreignBrokerHasRabbitMqsPorts() {
        assertThat(parse("--host", "broker", "--user", "u", "--password", "p").foreign())
                .isEqualTo(new BrokerAddress("broker", 5672, 15_672, "u", "p", null));
    }

    @Test
    void foreignBrokerNeedsUserAndPassword() {
        for (String[] incomplete : new String[][] {
            {"--host", "broker"}, {"--host", "broker", "--user", "u"}, {"--host", "broker", "--password", "p"}
        }) {
            assertThatExceptionOfType(InvalidOptionException.class)
                    .isThrownBy(() -> parse(incomplete))
                    .withMessageStartingWith("--host needs --user and --password");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--seconds, 0",
        "--seconds, 601",
        "--rooms, 99",
        "--node-rooms, 100001",
        "--rate, 0",
        "--runs, 51",
        "--rate, -1"
    })
    void unusableNumbersAreRefusedWithTheirName(String name, String value) {
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> parse(name, value))
                .withMessageStartingWith(name + " takes a number from ");
    }

    @Test
    void unusableAddressIsRefused() {
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> parse("--host", "broker", "--user", "u", "--password", "p", "--port", "65536"))
                .withMessageStartingWith("--port takes ");
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> parse("--host", "broker", "--user", "u", "--password", "p", "--pid", "99999999"))
                .withMessageStartingWith("--pid takes ");
    }

    @ParameterizedTest
    @CsvSource({"--port, 1", "--management-port, 1", "--user, u", "--password, p", "--pid, 1"})
    void partOfAnAddressNeedsTheHost(String name, String value) {
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> parse(name, value))
                .withMessageStartingWith(name + " needs --host");
    }

    @Test
    void passwordIsNotPrinted() {
        assertThat(parse("--host", "broker", "--user", "u", "--password", "secret")
                        .toString())
                .doesNotContain("secret");
    }

    private static BrokerBenchOptions parse(String... arguments) {
        return BrokerBenchOptions.parse(List.of(arguments));
    }
}
