package io.damso.load.wire;

import org.jspecify.annotations.Nullable;

/**
 * Receives what a decoder has read, on the thread of the connection. Arrays belong to the caller and must not be used
 * after the call.
 */
public interface WireEvents {

    /** The server sent its greeting: CONNECTED of STOMP, or INFO of NATS. */
    void connected();

    /**
     * The server acknowledged a request: a RECEIPT of STOMP, a PONG of NATS, or a PubAck of JetStream.
     *
     * @param number number of the acknowledgement in this connection, from 1
     */
    void acknowledged(int number);

    /**
     * The message or acknowledgement that is reported next has a position, from which a later subscription of the same
     * room can resume. It is in {@code bytes} from {@code from} to {@code to}, exclusive.
     */
    default void position(byte[] bytes, int from, int to) {}

    /**
     * The acknowledgement that is reported next is that of a subscription that resumes after a position.
     *
     * @param failure why what was missed was not delivered; null if it was, in order, before this call
     */
    default void resumed(@Nullable String failure) {}

    /** A message was delivered. Its body is in {@code bytes} from {@code from} to {@code to}, exclusive. */
    void message(byte[] bytes, int from, int to);

    /** The server requests a sign of life: a PING of NATS. */
    void pinged();

    /**
     * The server refused a request: an ERROR frame of STOMP, a NATS line that begins with -ERR, or a PubAck with
     * an error of JetStream.
     */
    void refused(String text);
}
