package io.damso.load.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.concurrent.ThreadLocalRandom;

/** Writes the WebSocket frames of a client, masked as RFC 6455 §5.3 requires. */
public final class WebSocketWriter {

    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int LONGEST_HEAD = 14;

    private WebSocketWriter() {}

    /** Returns a message in one frame. */
    public static ByteBuf message(ByteBufAllocator allocator, boolean text, byte[] payload) {
        return frame(allocator, text ? 1 : 2, payload);
    }

    /** Returns a pong frame. */
    public static ByteBuf pong(ByteBufAllocator allocator, byte[] payload) {
        return frame(allocator, 10, payload);
    }

    /** Returns a close frame with code 1000. */
    public static ByteBuf close(ByteBufAllocator allocator) {
        return frame(allocator, 8, new byte[] {3, (byte) 232});
    }

    private static ByteBuf frame(ByteBufAllocator allocator, int opcode, byte[] payload) {
        ByteBuf frame = allocator.buffer(LONGEST_HEAD + payload.length);
        frame.writeByte(FINAL | opcode);
        if (payload.length < 126) {
            frame.writeByte(MASKED | payload.length);
        } else if (payload.length < 1 << 16) {
            frame.writeByte(MASKED | 126).writeShort(payload.length);
        } else {
            frame.writeByte(MASKED | 127).writeLong(payload.length);
        }
        int mask = ThreadLocalRandom.current().nextInt();
        frame.writeInt(mask);
        for (int i = 0; i < payload.length; i++) {
            frame.writeByte(payload[i] ^ mask >>> 8 * (3 - i % 4));
        }
        return frame;
    }
}
