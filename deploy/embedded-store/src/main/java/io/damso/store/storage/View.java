package io.damso.store.storage;

import org.h2.mvstore.MVMap;

/** Which state of the maps a command sees. */
interface View {

    /** What a write command sees: the state it changes. */
    View LIVE = map -> map;

    MVMap<byte[], byte[]> of(MVMap<byte[], byte[]> map);

    /** Whether what was made in a version of the file exists here. */
    default boolean contains(long version) {
        return true;
    }
}
