package io.damso.store.query;

import java.util.Arrays;
import org.h2.mvstore.MVMap;

/**
 * A range of keys of an ordered map. Empty if {@code to} is not above {@code from}.
 *
 * @param from lowest key, inclusive
 * @param to upper bound, exclusive
 */
record KeyRange(byte[] from, byte[] to) {

    static KeyRange startingWith(byte[] prefix) {
        return new KeyRange(prefix, KeyBytes.after(prefix));
    }

    /** Returns the number of keys in the range, without reading all of them. */
    long count(MVMap<byte[], byte[]> map) {
        return startsBefore(to) ? rank(map, to) - rank(map, from) : 0;
    }

    private static long rank(MVMap<byte[], byte[]> map, byte[] key) {
        long index = map.getKeyIndex(key);
        return index < 0 ? -index - 1 : index;
    }

    /** Returns whether the range begins at or below the key. */
    boolean startsBefore(byte[] key) {
        return Arrays.compareUnsigned(from, key) <= 0;
    }

    /** Returns whether the range ends above the key. */
    boolean endsAfter(byte[] key) {
        return Arrays.compareUnsigned(to, key) > 0;
    }
}
