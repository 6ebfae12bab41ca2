package io.damso.load.wire;

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
