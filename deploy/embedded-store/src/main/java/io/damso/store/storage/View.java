package io.damso.store.storage;

import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/** Which state of the maps a command sees. */
@FunctionalInterface
interface View {

    /** What a write command sees: the state it changes. */
    View LIVE = map -> map;

    /** Returns a map in that state, or null if it did not exist then. */
    @Nullable MVMap<byte[], byte[]> of(MVMap<byte[], byte[]> map);
}
