package io.damso.store.query;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonJavaScript;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.LegacyUUID;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * BSON values as bytes that compare, unsigned, as MongoDB orders the values: first by type, numbers of all types together,
 * a missing value like null. No value's bytes begin another value's bytes, so values can be strung together.
 *
 * <p>Exact for int, long and double against each other. Not exact: a decimal128 counts as the nearest double; strings are
 * ordered by UTF-16 code units as in Java (MongoDB: by code points, which differs beyond U+FFFF); NaN is the highest number
 * (MongoDB: the lowest), the longest long equals 2^63. These are the rules of mongo-java-server's matcher, so that an
 * index finds what a scan finds.
 */
public final class KeyBytes {

    private static final int MIN_KEY = 1;
    private static final int NULL = 3;
    private static final int NUMBER = 4;
    private static final int STRING = 5;
    private static final int DOCUMENT = 6;
    private static final int ARRAY = 7;
    private static final int BINARY = 8;
    private static final int OBJECT_ID = 9;
    private static final int BOOLEAN = 10;
    private static final int DATE = 11;
    private static final int TIMESTAMP = 12;
    private static final int REGULAR_EXPRESSION = 13;
    private static final int JAVA_SCRIPT = 14;
    private static final int MAX_KEY = 15;
    private static final int END = 0;
    private static final int ESCAPE = 1;
    private static final int HIGHEST = 0xFF;

    private byte[] bytes = new byte[64];
    private int length;

    /** Returns the bytes of one value. */
    public static byte[] of(@Nullable Object value) {
        return new KeyBytes().append(value).toBytes();
    }

    /** Returns the lowest bytes above all that begin with the prefix. */
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

    /** Returns the bytes that sort the other way round. */
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

    /** Appends bytes as they are. */
    public KeyBytes append(byte[] raw) {
        ensure(raw.length);
        System.arraycopy(raw, 0, bytes, length, raw.length);
        length += raw.length;
        return this;
    }

    /** Appends a value so that it sorts in the direction given. */
    public KeyBytes append(@Nullable Object value, boolean ascending) {
        int start = length;
        append(value);
        for (int i = start; !ascending && i < length; i++) {
            bytes[i] = (byte) ~bytes[i];
        }
        return this;
    }

    /** Returns a copy of what was appended. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
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
            case Map<?, ?> document -> put(DOCUMENT).putDocument(document);
            case Collection<?> array -> put(ARRAY).putArray(array);
            case UUID uuid -> putBinary(4, 2 * Long.BYTES).putUuid(uuid);
            case LegacyUUID uuid -> putBinary(3, 2 * Long.BYTES).putUuid(uuid.getUuid());
            case BinData data -> putBinary(0, data.getData().length).append(data.getData());
            case BsonTimestamp timestamp -> put(TIMESTAMP).putLong(timestamp.getValue());
            case BsonRegularExpression regex ->
                put(REGULAR_EXPRESSION).putString(regex.getPattern()).putString(String.valueOf(regex.getOptions()));
            case BsonJavaScript script -> put(JAVA_SCRIPT).putString(script.getCode());
            case MinKey min -> put(MIN_KEY);
            case MaxKey max -> put(MAX_KEY);
            default -> throw new IllegalArgumentException("No order for values of " + value.getClass());
        }
        return this;
    }

    private void putNumber(Number number) {
        double rounded = number.doubleValue() + 0.0; // makes -0.0 equal 0.0
        long bits = Double.doubleToLongBits(rounded);
        putLong(bits ^ (bits >> 63 | Long.MIN_VALUE));
        int lost = number instanceof Long exact ? (int) (exact - (long) rounded) : 0;
        put(lost + 0x8000 >> 8).put(lost);
    }

    /** UTF-8 of single UTF-16 code units, which sorts as Java compares strings. */
    private KeyBytes putString(String string) {
        ensure(string.length() * 3 + 1);
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c <= ESCAPE) {
                put(ESCAPE).put(ESCAPE + c);
            } else if (c < 0x80) {
                bytes[length++] = (byte) c;
            } else if (c < 0x800) {
                put(0xC0 | c >> 6).put(0x80 | c & 0x3F);
            } else {
                put(0xE0 | c >> 12).put(0x80 | c >> 6 & 0x3F).put(0x80 | c & 0x3F);
            }
        }
        return put(END);
    }

    private void putDocument(Map<?, ?> document) {
        document.forEach((name, value) -> {
            byte[] encoded = of(value);
            put(encoded[0]).putString(name.toString()).append(encoded);
        });
        put(END);
    }

    private void putArray(Collection<?> array) {
        array.forEach(this::append);
        put(END);
    }

    private KeyBytes putBinary(int subtype, int size) {
        return put(BINARY).put(size >> 24).put(size >> 16).put(size >> 8).put(size).put(subtype);
    }

    private void putUuid(UUID uuid) {
        putLong(uuid.getMostSignificantBits());
        putLong(uuid.getLeastSignificantBits());
    }

    private void putLong(long value) {
        for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            put((int) (value >> shift));
        }
    }

    private KeyBytes put(int value) {
        ensure(1);
        bytes[length++] = (byte) value;
        return this;
    }

    private void ensure(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
