package io.damso.store.storage;

import java.nio.ByteBuffer;
import org.h2.compress.CompressLZF;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/**
 * Byte strings that are compressed together, page by page. The file as a whole is not compressed: the pages of indexes
 * change with almost every write and would cost more time than all the rest.
 */
final class CompressedBytes extends BasicDataType<byte[]> {

    static final CompressedBytes INSTANCE = new CompressedBytes();

    /** Below, the compressor gains nothing or fails. */
    private static final int MIN_LENGTH = 32;

    private CompressedBytes() {}

    @Override
    public int getMemory(byte[] bytes) {
        return SortedBytes.INSTANCE.getMemory(bytes);
    }

    @Override
    public void write(WriteBuffer target, Object page, int count) {
        byte[][] values = cast(page);
        int length = 0;
        for (int i = 0; i < count; i++) {
            target.putVarInt(values[i].length);
            length += values[i].length;
        }
        ByteBuffer plain = ByteBuffer.allocate(length);
        for (int i = 0; i < count; i++) {
            plain.put(values[i]);
        }
        byte[] compressed = new byte[2 * length];
        int size = length < MIN_LENGTH ? length : new CompressLZF().compress(plain.array(), 0, length, compressed, 0);
        boolean smaller = size < length;
        target.putVarInt(smaller ? size : length).put(smaller ? compressed : plain.array(), 0, Math.min(size, length));
    }

    @Override
    public void read(ByteBuffer source, Object page, int count) {
        byte[][] values = cast(page);
        int length = 0;
        for (int i = 0; i < count; i++) {
            values[i] = new byte[DataUtils.readVarInt(source)];
            length += values[i].length;
        }
        byte[] stored = new byte[DataUtils.readVarInt(source)];
        source.get(stored);
        byte[] plain = stored;
        if (stored.length < length) {
            plain = new byte[length];
            new CompressLZF().expand(stored, 0, stored.length, plain, 0, length);
        }
        ByteBuffer rest = ByteBuffer.wrap(plain);
        for (int i = 0; i < count; i++) {
            rest.get(values[i]);
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
