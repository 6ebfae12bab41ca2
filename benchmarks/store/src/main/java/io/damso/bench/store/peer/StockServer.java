package io.damso.bench.store.peer;

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** mongo-java-server as it is distributed, on a free loopback port. Prints one line with its address. */
final class StockServer {

    private StockServer() {}

    /**
     * Runs the server until the process is terminated.
     *
     * @param args the file of the H2 backend; none for the memory backend
     */
    public static void main(String... args) {
        MongoBackend backend = args.length == 0 ? new MemoryBackend() : new H2Backend(args[0]);
        MongoServer server = new MongoServer(backend.version(Version.CURRENT));
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow, "stock-server-close"));
        System.out.println("stock-server ready: uri=" + server.getConnectionString());
    }

    /** Current drivers reject the versions that mongo-java-server reports by default. */
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
