package io.damso.store.storage;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** Byte strings, compared unsigned. On a page each is kept without the beginning it shares with the one before. */
final class SortedBytes extends BasicDataType<byte[]> {

    static final SortedBytes INSTANCE = new SortedBytes();

    /** What an array takes in memory beside its bytes. */
    private static final int ARRAY_OVERHEAD = 20;

    private static final byte[] NONE = {};

    private SortedBytes() {}

    @Override
    public int compare(byte[] a, byte[] b) {
        return Arrays.compareUnsigned(a, b);
    }

    @Override
    public int getMemory(byte[] bytes) {
        return ARRAY_OVERHEAD + bytes.length;
    }

    @Override
    public void write(WriteBuffer target, Object page, int count) {
        byte[] previous = NONE;
        for (int i = 0; i < count; i++) {
            byte[] bytes = cast(page)[i];
            int difference = Arrays.mismatch(previous, bytes);
            int shared = difference < 0 ? bytes.length : difference;
            int rest = bytes.length - shared;
            target.putVarInt(shared).putVarInt(rest).put(bytes, shared, rest);
            previous = bytes;
        }
    }

    @Override
    public void read(ByteBuffer source, Object page, int count) {
        byte[][] target = cast(page);
        byte[] previous = NONE;
        for (int i = 0; i < count; i++) {
            int shared = DataUtils.readVarInt(source);
            int rest = DataUtils.readVarInt(source);
            byte[] bytes = Arrays.copyOf(previous, shared + rest);
            source.get(bytes, shared, rest);
            target[i] = bytes;
            previous = bytes;
        }
    }

    @Override
    public void write(WriteBuffer target, byte[] bytes) {
        write(target, new byte[][] {bytes}, 1);
    }

    @Override
    public byte[] read(ByteBuffer source) {
        byte[][] page = new byte[1][];
        read(source, page, 1);
        return page[0];
    }

    @Override
    public byte[][] createStorage(int size) {
        return new byte[size][];
    }
}
