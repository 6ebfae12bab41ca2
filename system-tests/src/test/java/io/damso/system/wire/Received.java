package io.damso.system.wire;

/** A message or event of a {@link RawWebSocket}. */
public sealed interface Received {

    /**
     * A text message.
     *
     * @param text the complete text
     */
    record Text(String text) implements Received {}

    /**
     * A pong.
     *
     * @param payload payload of the ping
     */
    record Pong(String payload) implements Received {}

    /**
     * A close frame of the server (RFC 6455 §5.5.1).
     *
     * @param code close code; 1005 if the frame has none
     * @param reason may be empty
     */
    record Close(int code, String reason) implements Received {}

    /** The connection has ended. */
    record End() implements Received {}
}
