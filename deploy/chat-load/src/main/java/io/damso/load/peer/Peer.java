package io.damso.load.peer;

import io.damso.bench.scenario.BenchmarkException;
import java.net.URI;
import java.util.List;

/** One system under load, started for a run; close() stops every process it started. Safe for use by many threads. */
public interface Peer extends AutoCloseable {

    /** Returns its name: {@code damso}, {@code stock}, {@code web-stomp}, {@code nats} or {@code simple}. */
    String name();

    /** Returns where clients connect, {@code ws://127.0.0.1:port/path}, one per node; clients are spread over them. */
    List<URI> endpoints();

    /** Returns what its clients speak. */
    Dialect dialect();

    /** Returns the processes that run at this moment, such as gateway-1, rabbitmq, persistence-1. */
    List<ServerProcess> processes();

    /**
     * Makes rooms, which no room of the same run has as a name.
     *
     * @param count how many
     * @param members the users of room i at i; as many lists as rooms, none of them empty
     * @throws BenchmarkException if the peer refuses
     * @throws InterruptedException if interrupted; some of the rooms may exist then
     */
    List<Room> createRooms(int count, List<List<String>> members) throws InterruptedException;

    /** Returns what follows {@code Authorization: Bearer} in the CONNECT of this user; empty where there is none. */
    String token(String user);

    /**
     * Returns what a SEND carries: JSON for Damso, the plain text for others.
     *
     * @param clientMessageId the sender's own id of the message, at most 64 characters
     */
    byte[] body(String text, String clientMessageId);

    /**
     * Ends a process as {@code kill -9} does, and returns without waiting until it is gone.
     *
     * @param process its name, as {@link #processes} gives it
     * @throws IllegalArgumentException if no such process runs
     * @throws UnsupportedOperationException where there is one process only
     */
    void kill(String process);

    /** Ends every process; what they wrote, but for their logs, is deleted. Does nothing the second time. */
    @Override
    void close();
}
