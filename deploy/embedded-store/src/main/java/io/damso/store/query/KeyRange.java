package io.damso.store.query;

import java.util.Arrays;
import org.h2.mvstore.MVMap;

/**
 * A part of an ordered map; empty if it ends where it begins, or before.
 *
 * @param from lowest key
 * @param to lowest key above the range
 */
record KeyRange(byte[] from, byte[] to) {

    /** Returns how many keys there are, without reading them all. */
    long count(MVMap<byte[], byte[]> map) {
        return startsBefore(to) ? rank(map, to) - rank(map, from) : 0;
    }

    private static long rank(MVMap<byte[], byte[]> map, byte[] key) {
        long index = map.getKeyIndex(key);
        return index < 0 ? -index - 1 : index;
    }

    /** Whether the range begins at or below the key. */
    boolean startsBefore(byte[] key) {
        return Arrays.compareUnsigned(from, key) <= 0;
    }

    /** Whether the range ends above the key. */
    boolean endsAfter(byte[] key) {
        return Arrays.compareUnsigned(to, key) > 0;
    }
}
