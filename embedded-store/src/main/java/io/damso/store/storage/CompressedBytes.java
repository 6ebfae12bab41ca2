package io.damso.store.storage;

import java.nio.ByteBuffer;
import org.h2.compress.CompressLZF;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;

/**
 * Data type for byte arrays that are compressed together, page by page. The file as a whole is not compressed, because
 * the pages of indexes change with almost every write, and their compression would take longer than the rest of the
 * write.
 */
final class CompressedBytes extends BytesType {

    static final CompressedBytes INSTANCE = new CompressedBytes();

    /** Length in bytes below which the compressor saves nothing or fails. */
    private static final int MIN_LENGTH = 32;

    private CompressedBytes() {}

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
}
