package io.damso.store.storage;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;

/**
 * Data type for byte arrays in unsigned order. On a page, each is stored without the prefix that it shares with the
 * previous one.
 */
final class SortedBytes extends BytesType {

    static final SortedBytes INSTANCE = new SortedBytes();

    private static final byte[] NONE = {};

    private SortedBytes() {}

    @Override
    public int compare(byte[] a, byte[] b) {
        return Arrays.compareUnsigned(a, b);
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
}
