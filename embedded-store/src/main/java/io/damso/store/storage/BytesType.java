package io.damso.store.storage;

import java.nio.ByteBuffer;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** A data type for byte arrays that writes all arrays of a page together. */
abstract class BytesType extends BasicDataType<byte[]> {

    /** Memory of an array in bytes, in addition to its content. */
    private static final int ARRAY_OVERHEAD = 20;

    @Override
    public final int getMemory(byte[] bytes) {
        return ARRAY_OVERHEAD + bytes.length;
    }

    @Override
    public final void write(WriteBuffer target, byte[] bytes) {
        write(target, new byte[][] {bytes}, 1);
    }

    @Override
    public final byte[] read(ByteBuffer source) {
        byte[][] page = new byte[1][];
        read(source, page, 1);
        return page[0];
    }

    @Override
    public final byte[][] createStorage(int size) {
        return new byte[size][];
    }
}
