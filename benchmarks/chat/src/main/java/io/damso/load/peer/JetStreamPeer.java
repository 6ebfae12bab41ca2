package io.damso.load.peer;

import io.damso.load.peer.jetstream.JetStreamApi;
import java.net.URI;
import java.util.List;

/** NATS that stores each message in one stream and acknowledges it to its sender. Members receive by core NATS. */
final class JetStreamPeer implements Peer, Stored {

    static final String STREAM = "rooms";

    /** The subjects of all rooms of {@link PlainPeer}. */
    static final String SUBJECTS = "rooms.*";

    private final PlainPeer server;
    private final JetStreamApi api;

    /**
     * Creates the peer for a started server with its stream.
     *
     * @param server closed by {@link #close()}
     */
    JetStreamPeer(PlainPeer server, JetStreamApi api) {
        this.server = server;
        this.api = api;
    }

    @Override
    public String name() {
        return server.name();
    }

    @Override
    public List<URI> endpoints() {
        return server.endpoints();
    }

    @Override
    public Dialect dialect() {
        return server.dialect();
    }

    @Override
    public boolean confirmsMessages() {
        return true;
    }

    @Override
    public List<ServerProcess> processes() {
        return server.processes();
    }

    @Override
    public List<Room> createRooms(int count, List<List<String>> members) {
        return server.createRooms(count, members);
    }

    @Override
    public String token(String user) {
        return server.token(user);
    }

    @Override
    public byte[] body(String text, String clientMessageId) {
        return server.body(text, clientMessageId);
    }

    @Override
    public long stored(Room room) {
        return api.messages(STREAM, room.sendDestination());
    }

    @Override
    public String durability() {
        return "stored in a file of JetStream, with the server's defaults: confirmed when written, synced to disk "
                + "every 2 minutes";
    }

    @Override
    public void kill(String process) {
        server.kill(process);
    }

    @Override
    public void close() {
        server.close();
    }
}
