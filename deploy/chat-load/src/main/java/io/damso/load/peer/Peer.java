package io.damso.load.peer;

import java.io.IOException;
import java.net.URI;
import java.util.List;

/** One system under load, started for a run. {@link #close()} stops every process it started. */
public interface Peer extends AutoCloseable {

    /** Returns what {@code --peer} calls it: damso, stock, web-stomp, nats or simple. */
    String name();

    /** Returns where clients connect, such as {@code ws://127.0.0.1:9101/ws}, one for each node. */
    List<URI> endpoints();

    /** Returns what it speaks. */
    Dialect dialect();

    /** Returns the processes that live now, and nothing that was killed. */
    List<ServerProcess> processes();

    /**
     * Creates rooms.
     *
     * @param count how many
     * @param members the users of each room; as many lists as rooms
     * @throws IOException if the system refuses or does not answer
     * @throws InterruptedException if the thread was interrupted
     */
    List<Room> createRooms(int count, List<List<String>> members) throws IOException, InterruptedException;

    /**
     * Returns what a CONNECT of this user carries as Authorization after "Bearer "; empty where the system needs none.
     * Quick, and safe for use by many threads.
     */
    String token(String user);

    /**
     * Returns what a SEND carries: JSON for damso, the plain text for others. Safe for use by many threads.
     *
     * @param text ASCII without characters that JSON escapes
     * @param clientMessageId names this message among those of its sender
     */
    byte[] body(String text, String clientMessageId);

    /**
     * Ends a process as {@code kill -9} does.
     *
     * @param process name of one of {@link #processes()}
     * @throws UnsupportedOperationException where there is one process only
     */
    void kill(String process);

    /** Stops what was started; does nothing the second time. */
    @Override
    void close();
}
