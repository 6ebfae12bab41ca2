package io.damso.store.query;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Spliterators;
import java.util.function.Consumer;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.RootReference;
import org.jspecify.annotations.Nullable;

/**
 * The entries of ranges, one range after the other. Reads the state of the map at construction; later changes are not
 * visible.
 */
final class RangeSpliterator extends Spliterators.AbstractSpliterator<Map.Entry<byte[], byte[]>> {

    private final MVMap<byte[], byte[]> map;
    private final RootReference<byte[], byte[]> root;
    private final Iterator<KeyRange> ranges;
    private final boolean backwards;
    private @Nullable Cursor<byte[], byte[]> cursor;
    private @Nullable KeyRange range;

    /**
     * Creates a spliterator.
     *
     * @param ranges in the order of reading
     * @param backwards whether the entries of each range are read in descending order
     */
    RangeSpliterator(MVMap<byte[], byte[]> map, List<KeyRange> ranges, boolean backwards) {
        super(Long.MAX_VALUE, ORDERED | NONNULL);
        this.map = map;
        this.root = map.flushAndGetRoot();
        this.ranges = ranges.iterator();
        this.backwards = backwards;
    }

    @Override
    public boolean tryAdvance(Consumer<? super Map.Entry<byte[], byte[]>> action) {
        while (true) {
            while (cursor != null && range != null && cursor.hasNext()) {
                byte[] key = cursor.next();
                if (range.startsBefore(key) && range.endsAfter(key)) {
                    action.accept(Map.entry(key, cursor.getValue()));
                    return true;
                }
                if (backwards ? !range.startsBefore(key) : !range.endsAfter(key)) {
                    break;
                }
            }
            if (!ranges.hasNext()) {
                return false;
            }
            range = ranges.next();
            cursor = map.cursor(root, backwards ? range.to() : range.from(), null, backwards);
        }
    }
}
