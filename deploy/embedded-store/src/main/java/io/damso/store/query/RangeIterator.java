package io.damso.store.query;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.RootReference;
import org.jspecify.annotations.Nullable;

/** The entries of ranges, one after the other, as they are when this is made: later changes of the map do not show. */
final class RangeIterator implements Iterator<Map.Entry<byte[], byte[]>> {

    private final MVMap<byte[], byte[]> map;
    private final RootReference<byte[], byte[]> root;
    private final Iterator<KeyRange> ranges;
    private final boolean backwards;
    private @Nullable Cursor<byte[], byte[]> cursor;
    private @Nullable KeyRange range;
    private Map.@Nullable Entry<byte[], byte[]> next;

    /** The ranges are in the order they are to be read in. */
    RangeIterator(MVMap<byte[], byte[]> map, List<KeyRange> ranges, boolean backwards) {
        this.map = map;
        this.root = map.flushAndGetRoot();
        this.ranges = ranges.iterator();
        this.backwards = backwards;
        this.next = read();
    }

    private Map.@Nullable Entry<byte[], byte[]> read() {
        Map.Entry<byte[], byte[]> entry = readRange();
        while (entry == null && ranges.hasNext()) {
            range = ranges.next();
            cursor = map.cursor(root, backwards ? range.to() : range.from(), null, backwards);
            entry = readRange();
        }
        return entry;
    }

    private Map.@Nullable Entry<byte[], byte[]> readRange() {
        while (cursor != null && range != null && cursor.hasNext()) {
            byte[] key = cursor.next();
            if (backwards ? !range.startsBefore(key) : !range.endsAfter(key)) {
                return null;
            }
            if (range.startsBefore(key) && range.endsAfter(key)) {
                return Map.entry(key, cursor.getValue());
            }
        }
        return null;
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public Map.Entry<byte[], byte[]> next() {
        Map.Entry<byte[], byte[]> entry = next;
        if (entry == null) {
            throw new NoSuchElementException();
        }
        next = read();
        return entry;
    }
}
