package io.damso.system.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A valid or invalid WebSocket frame of a client (RFC 6455 §5.2).
 *
 * @param firstByte FIN, the three reserved bits and the opcode
 * @param masked whether it is masked, as all frames of a client must be
 * @param lengthBytes form of the length: 0 as short as possible, else 2 or 8 bytes
 * @param claimedLength the written length, which may differ from that of the payload
 * @param payload the payload
 */
public record WireFrame(int firstByte, boolean masked, int lengthBytes, long claimedLength, byte[] payload) {

    /** Opcodes of RFC 6455 §5.2. */
    public static final int CONTINUATION = 0;
    /** See {@link #CONTINUATION}. */
    public static final int TEXT = 1;
    /** See {@link #CONTINUATION}. */
    public static final int BINARY = 2;
    /** See {@link #CONTINUATION}. */
    public static final int CLOSE = 8;
    /** See {@link #CONTINUATION}. */
    public static final int PING = 9;
    /** See {@link #CONTINUATION}. */
    public static final int PONG = 10;

    private static final int FIN = 0x80;
    private static final int MASK = 0x80;
    private static final byte[] MASKING_KEY = {0x12, 0x34, 0x56, 0x78};

    /** Returns a complete, valid frame. */
    public static WireFrame of(int opcode, byte[] payload) {
        return new WireFrame(FIN | opcode, true, 0, payload.length, payload);
    }

    /** Returns a complete, valid frame. */
    public static WireFrame of(int opcode, String payload) {
        return of(opcode, payload.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a valid text frame. */
    public static WireFrame text(String payload) {
        return of(TEXT, payload);
    }

    /** Returns a close frame with a code and a reason. */
    public static WireFrame close(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        return of(
                CLOSE,
                ByteBuffer.allocate(2 + text.length)
                        .putShort((short) code)
                        .put(text)
                        .array());
    }

    /** Returns the same frame, to be continued by another. */
    public WireFrame unfinished() {
        return new WireFrame(firstByte & ~FIN, masked, lengthBytes, claimedLength, payload);
    }

    /** Returns the same frame with these reserved bits: 0x40, 0x20, 0x10. */
    public WireFrame reserved(int bits) {
        return new WireFrame(firstByte | bits, masked, lengthBytes, claimedLength, payload);
    }

    /** Returns the same frame as only a server may send it. */
    public WireFrame unmasked() {
        return new WireFrame(firstByte, false, lengthBytes, claimedLength, payload);
    }

    /** Returns the same frame with its length written in more bytes than it needs. */
    public WireFrame lengthIn(int bytes) {
        return new WireFrame(firstByte, masked, bytes, claimedLength, payload);
    }

    /** Returns the same frame with another length than it has, written in 8 bytes. */
    public WireFrame claiming(long length) {
        return new WireFrame(firstByte, masked, 8, length, payload);
    }

    /** Returns the frame as it goes over the wire. */
    public byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + 14);
        out.write(firstByte);
        int mask = masked ? MASK : 0;
        int width = lengthBytes > 0 ? lengthBytes : claimedLength < 126 ? 1 : claimedLength < 65_536 ? 2 : 8;
        switch (width) {
            case 1 -> out.write(mask | (int) claimedLength);
            case 2 -> {
                out.write(mask | 126);
                out.writeBytes(
                        ByteBuffer.allocate(2).putShort((short) claimedLength).array());
            }
            default -> {
                out.write(mask | 127);
                out.writeBytes(ByteBuffer.allocate(8).putLong(claimedLength).array());
            }
        }
        if (masked) {
            out.writeBytes(MASKING_KEY);
        }
        for (int i = 0; i < payload.length; i++) {
            out.write(masked ? payload[i] ^ MASKING_KEY[i % 4] : payload[i]);
        }
        return out.toByteArray();
    }
}
