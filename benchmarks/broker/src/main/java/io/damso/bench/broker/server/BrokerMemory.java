package io.damso.bench.broker.server;

import io.damso.bench.scenario.BenchmarkException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The memory that RabbitMQ's node has allocated in Erlang, from its HTTP API. */
public final class BrokerMemory {

    private static final int READINGS = 6;
    private static final long PAUSE_MILLIS = 250;

    private final ManagementApi api;
    private final String path;

    BrokerMemory(ManagementApi api) {
        this.api = api;
        // A node name has an "@".
        String node = URLEncoder.encode(api.get("overview").path("node").asString(), StandardCharsets.UTF_8);
        this.path = "nodes/" + node + "/memory";
    }

    /**
     * Returns the smallest of some readings within about two seconds: in the others there is garbage, which the next
     * collection removes. Not the resident memory, which also has what the allocators keep for later.
     *
     * @return bytes
     * @throws BenchmarkException if the broker does not answer
     */
    public long bytes() throws InterruptedException {
        long smallest = Long.MAX_VALUE;
        for (int i = 0; i < READINGS; i++) {
            Thread.sleep(PAUSE_MILLIS);
            smallest =
                    Math.min(smallest, api.get(path).at("/memory/total/erlang").asLong());
        }
        return smallest;
    }
}
