package io.damso.store;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.jspecify.annotations.Nullable;

/**
 * Keeps single BSON values, such as {@code _id}, and gives them a total order.
 *
 * <p>H2's own type compares Java-serialized bytes, which differ for equal embedded documents once they were read back from
 * the file, so that a unique index would let them in twice. Strings and doubles sort by value; what else compares equal is
 * exactly what has the same type and the same BSON bytes.
 */
final class ValueType extends BasicDataType<Object> {

    static final ValueType INSTANCE = new ValueType();

    private static final String FIELD = "";
    private static final int OBJECT_OVERHEAD = 32;

    private ValueType() {}

    @Override
    public int compare(Object a, Object b) {
        return compareValues(a, b);
    }

    static int compareValues(@Nullable Object a, @Nullable Object b) {
        if (a instanceof String left && b instanceof String right) {
            return left.compareTo(right);
        }
        if (a instanceof Double left && b instanceof Double right) {
            return left.compareTo(right);
        }
        Object left = orNull(a);
        Object right = orNull(b);
        int types = Byte.compare(BsonEncoder.determineType(left), BsonEncoder.determineType(right));
        return types != 0 ? types : Arrays.compareUnsigned(encode(left), encode(right));
    }

    @Override
    public int getMemory(Object value) {
        return OBJECT_OVERHEAD + encode(value).length;
    }

    @Override
    public void write(WriteBuffer target, Object value) {
        target.put(encode(value));
    }

    @Override
    public Object read(ByteBuffer source) {
        return Missing.ofNullable(Bson.read(source).get(FIELD));
    }

    @Override
    public Object[] createStorage(int size) {
        return new Object[size];
    }

    private static byte[] encode(@Nullable Object value) {
        return Bson.encode(new Document(FIELD, orNull(value)));
    }

    private static @Nullable Object orNull(@Nullable Object value) {
        return value instanceof Missing ? null : value;
    }
}
