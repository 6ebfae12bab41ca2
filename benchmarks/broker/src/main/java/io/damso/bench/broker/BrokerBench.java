package io.damso.bench.broker;

import io.damso.bench.broker.server.BrokerAddress;
import io.damso.bench.broker.server.PrivateBroker;
import io.damso.bench.file.JsonFile;
import io.damso.bench.measure.Machine;
import io.damso.bench.report.MarkedSection;
import io.damso.bench.report.Progress;
import io.damso.bench.scenario.BenchmarkException;
import io.damso.bench.scenario.Installation;
import io.damso.bench.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Measures RabbitMQ alone, under what gateways do at it. Starts one, or uses one that runs. */
public final class BrokerBench implements Scenario {

    /** Creates the scenario; {@link BrokerBenchOptions} lists the options. */
    public BrokerBench() {}

    @Override
    public String name() {
        return "broker";
    }

    @Override
    public void run(List<String> arguments, Installation installation) {
        BrokerBenchOptions options = BrokerBenchOptions.parse(arguments);
        MarkedSection docs = new MarkedSection(installation.home().resolve("docs/benchmarks.md"), "bench broker");
        if (options.docs()) {
            docs.check();
        }
        BrokerReport report = measure(options, installation);
        System.out.println(report.conditions() + "\n\n" + report.tables());
        Path json = options.json();
        if (json != null) {
            JsonFile.write(report, json);
        }
        if (options.docs()) {
            docs.write(report.conditions() + "\n\n" + report.tables());
        }
    }

    private static BrokerReport measure(BrokerBenchOptions options, Installation installation) {
        Progress progress = new Progress(System.err);
        Machine machine = machine(installation);
        progress.say("%s", machine.describe());
        BrokerAddress foreign = options.foreign();
        try {
            if (foreign != null) {
                return new BrokerRuns(options, installation, foreign, progress).measure(machine);
            }
            try (PrivateBroker broker = PrivateBroker.start(installation)) {
                return new BrokerRuns(options, installation, broker.address(), progress).measure(machine);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }

    private static Machine machine(Installation installation) {
        try {
            return Machine.look(Files.createDirectories(installation.work()));
        } catch (IOException e) {
            throw new BenchmarkException("Cannot create " + installation.work() + ": " + e, e);
        }
    }
}
