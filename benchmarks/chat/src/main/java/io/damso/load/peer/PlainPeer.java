package io.damso.load.peer;

import io.damso.bench.process.RunDirectory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A peer without users and without storage of messages. A room exists as soon as a client uses its name. */
final class PlainPeer implements Peer {

    private final String name;
    private final Dialect dialect;
    private final RunDirectory run;
    private final List<URI> endpoints;
    private final int startedProcesses;
    private final AtomicInteger rooms = new AtomicInteger();

    /**
     * Creates the peer for started processes.
     *
     * @param run its processes; closed by {@link #close()}
     */
    PlainPeer(String name, Dialect dialect, RunDirectory run, List<URI> endpoints) {
        this.name = name;
        this.dialect = dialect;
        this.run = run;
        this.endpoints = List.copyOf(endpoints);
        this.startedProcesses = processes().size();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<URI> endpoints() {
        return endpoints;
    }

    @Override
    public Dialect dialect() {
        return dialect;
    }

    @Override
    public List<ServerProcess> processes() {
        return Processes.of(run);
    }

    @Override
    public List<Room> createRooms(int count, List<List<String>> members) {
        return Stream.generate(this::nextRoom).limit(count).toList();
    }

    private Room nextRoom() {
        String id = "rooms." + rooms.incrementAndGet();
        String destination = dialect == Dialect.STOMP ? "/topic/" + id : id;
        return new Room(id, destination, destination);
    }

    @Override
    public String token(String user) {
        return "";
    }

    @Override
    public byte[] body(String text, String clientMessageId) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void kill(String process) {
        if (startedProcesses == 1) {
            throw new UnsupportedOperationException(name + " has one process only");
        }
        run.kill(process);
    }

    @Override
    public void close() {
        run.close();
    }
}
