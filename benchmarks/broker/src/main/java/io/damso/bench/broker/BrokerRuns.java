package io.damso.bench.broker;

import io.damso.bench.broker.server.BrokerAddress;
import io.damso.bench.broker.server.VirtualHost;
import io.damso.bench.measure.Machine;
import io.damso.bench.report.Progress;
import io.damso.bench.scenario.Installation;
import java.util.Locale;

/** All runs on one broker. Each has two virtual hosts in turn, so that none finds what another has left. */
final class BrokerRuns {

    private final BrokerBenchOptions options;
    private final Installation installation;
    private final BrokerAddress broker;
    private final Progress progress;
    private final Results results = new Results();

    BrokerRuns(BrokerBenchOptions options, Installation installation, BrokerAddress broker, Progress progress) {
        this.options = options;
        this.installation = installation;
        this.broker = broker;
        this.progress = progress;
    }

    BrokerReport measure(Machine machine) throws InterruptedException {
        String version = "";
        for (int run = 1; run <= options.runs(); run++) {
            try (VirtualHost host = VirtualHost.create(broker, installation.home())) {
                version = host.version();
                progress.say("run %d of %d, %s", run, options.runs(), version);
                new SmallRooms(options, broker.pid(), progress, results).run(host.connections());
            }
            try (VirtualHost host = VirtualHost.create(broker, installation.home())) {
                new ManyRooms(options, progress).run(host, results);
            }
        }
        String where = options.foreign() == null ? " as ./damso up starts it" : " at " + broker;
        return new BrokerReport(machine, Machine.load(), version + where, settings(), results.cases());
    }

    private String settings() {
        return String.format(
                Locale.ROOT,
                "%d simulated gateways without clients, %,d rooms of 2 members, messages of 400 bytes of JSON, %d s "
                        + "for each measurement. Gateways read their queues over AMQP; the product's use STOMP, whose "
                        + "cost is not in these figures.",
                Fleet.GATEWAYS,
                options.rooms(),
                options.duration().toSeconds());
    }
}
