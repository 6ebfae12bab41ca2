package io.damso.bench.store.peer;

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** mongo-java-server as its makers ship it, on a free loopback port. Says in one line where it listens. */
final class StockServer {

    private StockServer() {}

    /** Runs it until the process is told to end; the argument is the H2 backend's file, none means memory. */
    public static void main(String... args) {
        MongoBackend backend = args.length == 0 ? new MemoryBackend() : new H2Backend(args[0]);
        MongoServer server = new MongoServer(backend.version(Version.CURRENT));
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow, "stock-server-close"));
        System.out.println("stock-server ready: uri=" + server.getConnectionString());
    }

    /** Current drivers refuse the versions that mongo-java-server announces by itself. */
    private enum Version implements MongoVersion {
        CURRENT;

        @Override
        public List<Integer> getVersionArray() {
            return List.of(8, 0, 0);
        }

        @Override
        public int getWireVersion() {
            return 25;
        }
    }
}
