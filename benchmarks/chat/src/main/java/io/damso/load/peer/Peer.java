package io.damso.load.peer;

import io.damso.bench.scenario.BenchmarkException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A running system under load. {@link #close()} stops every process that was started for it. Thread-safe. */
public interface Peer extends AutoCloseable {

    /** Returns the name, one of {@link Peers#names()}. */
    String name();

    /**
     * Returns the endpoints among which clients are distributed: {@code ws://127.0.0.1:port/path} for each node, or the
     * one {@code wss://127.0.0.1:port/path} of the proxy before the nodes.
     */
    List<URI> endpoints();

    /** Returns the endpoint of each node, without the proxy. */
    default List<URI> nodes() {
        return endpoints();
    }

    /** Returns the PEM file with the certificate of {@code wss} endpoints; null if there are none. */
    default @Nullable Path certificate() {
        return null;
    }

    /** Returns the protocol of its clients. */
    Dialect dialect();

    /** Returns whether senders request an acknowledgement of each message. */
    default boolean confirmsMessages() {
        return false;
    }

    /** Returns the processes that are running now, such as gateway-1, rabbitmq-1, persistence-1. */
    List<ServerProcess> processes();

    /**
     * Creates rooms that no earlier call of the run has returned.
     *
     * @param count number of rooms
     * @param members users of each room; as many lists as rooms, none empty
     * @throws BenchmarkException if the peer refuses
     * @throws InterruptedException if interrupted; some of the rooms may exist then
     */
    List<Room> createRooms(int count, List<List<String>> members) throws InterruptedException;

    /** Returns the token of a user for {@code Authorization: Bearer} in CONNECT; empty if the peer has no tokens. */
    String token(String user);

    /**
     * Returns the body of a message: JSON for Damso, the plain text for others.
     *
     * @param clientMessageId message id of the sender, at most 64 characters
     */
    byte[] body(String text, String clientMessageId);

    /**
     * Kills a process, as {@code kill -9} does. Does not wait for its end.
     *
     * @param process name of {@link #processes}
     * @throws IllegalArgumentException if no such process is running
     * @throws UnsupportedOperationException if the peer has only one process
     */
    void kill(String process);

    /** Ends every process and deletes its data except the logs. A second call does nothing. */
    @Override
    void close();
}
