package io.damso.store.query;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.ObjectId;
import io.damso.store.refusal.ServerError;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Encodes BSON values as bytes. The unsigned order of the bytes is MongoDB's order of the values: first by type, with
 * all number types together, and a missing value like null. The bytes of one value are never a prefix of the bytes of
 * another value, so values can be concatenated.
 *
 * <p>The order is exact for int, long and double. It differs from MongoDB as follows: a decimal128 is ordered as the
 * nearest double; strings are ordered by UTF-16 code units as in Java (MongoDB: by code points, which differs above
 * U+FFFF); NaN is the highest number (MongoDB: the lowest); the largest long equals 2^63. mongo-java-server's matcher
 * has the same rules, so an index finds the same documents as a scan.
 */
public final class KeyBytes {

    private static final int NULL = 3;
    private static final int NUMBER = 4;
    private static final int STRING = 5;
    private static final int OBJECT_ID = 9;
    private static final int BOOLEAN = 10;
    private static final int DATE = 11;
    private static final int END = 0;
    private static final int ESCAPE = 1;
    private static final int HIGHEST = 0xFF;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /**
     * Returns the bytes of one value.
     *
     * @throws de.bwaldvogel.mongo.exception.MongoServerError with NotImplemented (238) for an array or another type of
     *     value that this store does not order
     */
    public static byte[] of(@Nullable Object value) {
        return new KeyBytes().append(value).toBytes();
    }

    /**
     * Returns the lowest key above all keys with the prefix; a single byte 0xFF if all bytes of the prefix are 0xFF.
     */
    static byte[] after(byte[] prefix) {
        int last = prefix.length - 1;
        while (last >= 0 && prefix[last] == (byte) HIGHEST) {
            last--;
        }
        if (last < 0) {
            return new byte[] {(byte) HIGHEST};
        }
        byte[] result = Arrays.copyOf(prefix, last + 1);
        result[last]++;
        return result;
    }

    /** Returns the complement of all bytes, which reverses the order. */
    static byte[] inverted(byte[] bytes) {
        byte[] result = bytes.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] = (byte) ~result[i];
        }
        return result;
    }

    static byte[] join(byte[] first, byte[] second) {
        return new KeyBytes().append(first).append(second).toBytes();
    }

    /** Appends bytes without change. */
    public KeyBytes append(byte[] raw) {
        bytes.writeBytes(raw);
        return this;
    }

    /** Appends a value in ascending or descending order. For descending order its bytes are inverted. */
    public KeyBytes append(@Nullable Object value, boolean ascending) {
        return ascending ? append(value) : append(inverted(of(value)));
    }

    /** Returns a copy of the bytes appended so far. */
    public byte[] toBytes() {
        return bytes.toByteArray();
    }

    private KeyBytes append(@Nullable Object value) {
        switch (value) {
            case null -> put(NULL);
            case Missing missing -> put(NULL);
            case String string -> put(STRING).putString(string);
            case Number number -> put(NUMBER).putNumber(number);
            case Instant date -> put(DATE).putLong(date.toEpochMilli() ^ Long.MIN_VALUE);
            case ObjectId id -> put(OBJECT_ID).append(id.toByteArray());
            case Boolean flag -> put(BOOLEAN).put(flag ? 1 : 0);
            default ->
                throw ServerError.notServed("a " + value.getClass().getSimpleName() + " in an indexed or sorted field");
        }
        return this;
    }

    private void putNumber(Number number) {
        double rounded = number.doubleValue() + 0.0; // makes -0.0 equal to 0.0
        long bits = Double.doubleToLongBits(rounded);
        putLong(bits ^ (bits >> 63 | Long.MIN_VALUE));
        int lost = number instanceof Long exact ? (int) (exact - (long) rounded) : 0;
        put(lost + 0x8000 >> 8).put(lost);
    }

    /**
     * Encodes each UTF-16 code unit in UTF-8, which has the order of Java's string comparison. Ends with a zero byte,
     * for which 0 and 1 are escaped.
     */
    private KeyBytes putString(String string) {
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c <= ESCAPE) {
                put(ESCAPE).put(ESCAPE + c);
            } else if (c < 0x80) {
                put(c);
            } else if (c < 0x800) {
                put(0xC0 | c >> 6).put(0x80 | c & 0x3F);
            } else {
                put(0xE0 | c >> 12).put(0x80 | c >> 6 & 0x3F).put(0x80 | c & 0x3F);
            }
        }
        return put(END);
    }

    private KeyBytes putLong(long value) {
        for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            put((int) (value >> shift));
        }
        return this;
    }

    private KeyBytes put(int value) {
        bytes.write(value);
        return this;
    }
}
