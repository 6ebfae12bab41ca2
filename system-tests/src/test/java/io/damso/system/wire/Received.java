package io.damso.system.wire;

/** What comes out of a {@link RawWebSocket}. */
public sealed interface Received {

    /**
     * A text message.
     *
     * @param text the whole of it
     */
    record Text(String text) implements Received {}

    /**
     * A pong.
     *
     * @param payload what the ping held
     */
    record Pong(String payload) implements Received {}

    /**
     * The server closes (RFC 6455 §5.5.1).
     *
     * @param code 1005 if it gave none
     * @param reason may be empty
     */
    record Close(int code, String reason) implements Received {}

    /** The connection is gone. */
    record End() implements Received {}
}
