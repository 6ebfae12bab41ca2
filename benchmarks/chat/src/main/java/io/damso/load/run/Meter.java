package io.damso.load.run;

import io.damso.bench.measure.ProcessUsage;
import io.damso.load.peer.Peer;
import io.damso.load.peer.ServerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Measures the resources that the servers and this process have used since its creation. */
public final class Meter {

    private static final double NANOS = 1e9;
    private static final ProcessUsage NONE = new ProcessUsage(Duration.ZERO, OptionalLong.empty());

    private final Peer peer;
    private final Map<ServerProcess, ProcessUsage> before;
    private final Duration own;

    /** Starts the measurement. */
    public Meter(Peer peer) {
        this.peer = peer;
        this.before = read(peer);
        this.own = own();
    }

    /**
     * Returns the usage until now of the processes that are running now. Those that have begun since the start of the
     * measurement are included with all that they have used.
     */
    public List<ProcessLoad> read() {
        List<ProcessLoad> loads = new ArrayList<>();
        read(peer).forEach((process, after) -> {
            ProcessUsage begin = before.getOrDefault(process, NONE);
            loads.add(new ProcessLoad(
                    process.name(),
                    after.cpu().minus(begin.cpu()).toNanos() / NANOS,
                    begin.residentBytes().orElse(0),
                    after.residentBytes().orElse(0)));
        });
        return loads;
    }

    /** Returns the CPU time of this process until now, in seconds. */
    public double ownCpuSeconds() {
        return own().minus(own).toNanos() / NANOS;
    }

    private static Map<ServerProcess, ProcessUsage> read(Peer peer) {
        Map<ServerProcess, ProcessUsage> usage = new LinkedHashMap<>();
        peer.processes()
                .forEach(process -> ProcessHandle.of(process.pid())
                        .flatMap(ProcessUsage::of)
                        .ifPresent(used -> usage.put(process, used)));
        return usage;
    }

    private static Duration own() {
        return ProcessUsage.of(ProcessHandle.current()).map(ProcessUsage::cpu).orElse(Duration.ZERO);
    }
}
