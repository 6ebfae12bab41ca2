package io.damso.gateway.frames;

import io.damso.gateway.SocketProperties;

/**
 * How large a client's frames may be.
 *
 * @param frameBytes a frame, from its command to its NUL
 * @param headerBytes a line before the body: the command, or a header with its name
 * @param headers headers of one frame
 */
public record FrameBounds(int frameBytes, int headerBytes, int headers) {

    /** Returns what is configured. */
    public static FrameBounds of(SocketProperties socket, FrameProperties frames) {
        return new FrameBounds(
                socket.maxFrameBytes(), Math.toIntExact(frames.maxHeaderSize().toBytes()), frames.maxHeaders());
    }
}
