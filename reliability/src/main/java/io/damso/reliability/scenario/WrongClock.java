package io.damso.reliability.scenario;

import io.damso.reliability.cluster.ChaosException;
import io.damso.reliability.cluster.DamsoCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One gateway has a wrong clock, by libfaketime. */
record WrongClock(String name, String offset, String summary) implements Scenario {

    private static final String GATEWAY = "gateway-1";
    private static final double SECONDS = 20;
    private static final List<Path> PLACES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib64/faketime/libfaketimeMT.so.1"));

    @Override
    public void prepare(DamsoCluster cluster) throws InterruptedException {
        Path library = PLACES.stream()
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new ChaosException("libfaketime is not installed; the package is 'faketime'"));
        cluster.damso("stop", GATEWAY);
        cluster.damso(
                Map.of(
                        "LD_PRELOAD",
                        library.toString(),
                        "FAKETIME",
                        offset,
                        "FAKETIME_DONT_FAKE_MONOTONIC",
                        "1",
                        "DONT_FAKE_MONOTONIC",
                        "1"),
                "start",
                GATEWAY);
    }

    @Override
    public void run(Stage stage) throws InterruptedException {
        stage.fault("clock of " + GATEWAY + " " + offset, () -> {}, SECONDS, () -> {});
        stage.kill("gateway-2", 2); // its clients resume on the gateway with the wrong clock
    }

    @Override
    public void restore(DamsoCluster cluster) throws InterruptedException {
        cluster.damso("stop", GATEWAY);
        cluster.damso("start", GATEWAY);
    }
}
