package io.damso.load.wire;

/** What a decoder has read. Called on the connection's thread; arrays belong to the caller and change afterwards. */
public interface WireEvents {

    /** The server greets: STOMP's CONNECTED, or INFO of NATS. */
    void connected();

    /**
     * The server has done what was asked for: a RECEIPT, or a PONG.
     *
     * @param number from 1, as this connection asked for them
     */
    void acknowledged(int number);

    /** A message was delivered, whose body lies in {@code bytes} between {@code from} and {@code to}. */
    void message(byte[] bytes, int from, int to);

    /** The server wants a sign of life: a PING of NATS. */
    void pinged();

    /** The server refuses something: an ERROR frame, or an answer of NATS that begins with -ERR. */
    void refused(String text);
}
