package io.damso.gateway.stomp.frames;

import io.damso.gateway.SocketProperties;

/**
 * Maximum size of a client's frames.
 *
 * @param frameBytes bytes of a frame, from its command to its NUL
 * @param headerBytes bytes of a line before the body: the command, or a header with its name
 * @param headers number of headers of a frame
 */
public record FrameBounds(int frameBytes, int headerBytes, int headers) {

    /** Returns the configured bounds. */
    public static FrameBounds of(SocketProperties socket, FrameProperties frames) {
        return new FrameBounds(
                socket.maxFrameBytes(), Math.toIntExact(frames.maxHeaderSize().toBytes()), frames.maxHeaders());
    }
}
