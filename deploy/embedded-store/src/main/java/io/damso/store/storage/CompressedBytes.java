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
        byte[] compressed = new byte[2 * length + Integer.BYTES];
        int size = new CompressLZF().compress(plain.array(), 0, length, compressed, 0);
        target.putVarInt(size).put(compressed, 0, size);
    }

    @Override
    public void read(ByteBuffer source, Object page, int count) {
        byte[][] values = cast(page);
        int length = 0;
        for (int i = 0; i < count; i++) {
            values[i] = new byte[DataUtils.readVarInt(source)];
            length += values[i].length;
        }
        byte[] compressed = new byte[DataUtils.readVarInt(source)];
        source.get(compressed);
        byte[] plain = new byte[length];
        new CompressLZF().expand(compressed, 0, compressed.length, plain, 0, length);
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
