package io.damso.load.peer;

import io.damso.bench.process.RunDirectory;
import io.damso.bench.scenario.BenchmarkException;
import io.damso.protocol.Destinations;
import io.damso.protocol.RoomId;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/** A running Damso. Rooms are created over REST; tokens are signed locally. */
final class DamsoPeer implements Peer, Stored, History, Restartable, CatchUps {

    private static final String CATCH_UP_QUERIES = "damso_catchup_queries_total";
    private static final long POLL_MILLIS = 50;

    private final RunDirectory run;
    private final Way way;
    private final List<URI> nodes;
    private final DamsoTokens tokens;
    private final DamsoRooms rooms;
    private final Gateways gateways;
    private final JsonMapper json = new JsonMapper();

    /**
     * Creates the peer for started processes.
     *
     * @param run its processes; closed by {@link #close()}, and if this constructor fails to read the secret
     */
    DamsoPeer(RunDirectory run, Way way, List<URI> nodes) {
        this.run = run;
        this.way = way;
        this.nodes = List.copyOf(nodes);
        try {
            this.tokens = new DamsoTokens(Files.readString(run.path().resolve("secrets/gateway/damso.auth.secret")));
        } catch (IOException e) {
            run.close();
            throw new BenchmarkException("Cannot read Damso's secret: " + e, e);
        }
        this.rooms = new DamsoRooms(URI.create("http://127.0.0.1:" + run.port(NodePorts.PERSISTENCE)), tokens);
        this.gateways = new Gateways(NodePorts.management(run, nodes.size()));
    }

    @Override
    public String name() {
        return "damso";
    }

    @Override
    public List<URI> endpoints() {
        return way == Way.NGINX ? List.of(NodePorts.nginx(run)) : nodes;
    }

    @Override
    public List<URI> nodes() {
        return nodes;
    }

    @Override
    public Path certificate() {
        return run.path().resolve("secrets/nginx/tls.crt");
    }

    @Override
    public Dialect dialect() {
        return Dialect.STOMP;
    }

    @Override
    public List<ServerProcess> processes() {
        return way == Way.NGINX ? Processes.withNginx(run) : Processes.of(run);
    }

    @Override
    public List<Room> createRooms(int count, List<List<String>> members) throws InterruptedException {
        return rooms.create(members.subList(0, count)).stream()
                .map(DamsoPeer::room)
                .toList();
    }

    private static Room room(String id) {
        RoomId roomId = new RoomId(id);
        return new Room(id, Destinations.DEFAULT.roomMessages(roomId), Destinations.DEFAULT.roomSend(roomId));
    }

    @Override
    public String token(String user) {
        return tokens.token(user);
    }

    @Override
    public byte[] body(String text, String clientMessageId) {
        return json.writeValueAsBytes(Map.of("text", text, "clientMessageId", clientMessageId));
    }

    @Override
    public long stored(Room room) throws InterruptedException {
        return rooms.countMessages(room.id());
    }

    @Override
    public String durability() {
        return "stored in a quorum queue of RabbitMQ and from there in the embedded store; both sync to disk before "
                + "they confirm";
    }

    @Override
    public byte[] newest(Room room, int count) throws InterruptedException {
        return rooms.newest(room.id(), count);
    }

    @Override
    public void pages(Room room, Consumer<byte[]> pages) throws InterruptedException {
        rooms.pages(room.id(), page -> pages.accept(page.toString().getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public Map<String, Long> catchUpReads() throws InterruptedException {
        Map<String, Long> reads = new TreeMap<>();
        for (ServerProcess process : processes()) {
            if (process.name().startsWith("gateway-")) {
                reads.put(process.name(), gateways.counter(process.name(), CATCH_UP_QUERIES));
            }
        }
        return reads;
    }

    /** The start goes on after the gateways are ready; clients do not wait for that. */
    @Override
    public long startAgain() throws InterruptedException {
        try (ExecutorService starter = Executors.newSingleThreadExecutor()) {
            Future<?> start = starter.submit(() -> {
                DamsoPeerFactory.up(run, nodes.size());
                return null;
            });
            while (!gateways.areReady() && !start.isDone()) {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
            long ready = System.nanoTime();
            start.get();
            return ready;
        } catch (ExecutionException e) {
            throw new BenchmarkException("The gateways could not be started again: " + e.getCause(), e);
        }
    }

    @Override
    public void kill(String process) {
        run.kill(process);
    }

    @Override
    public void close() {
        rooms.close();
        gateways.close();
        run.close();
    }
}
