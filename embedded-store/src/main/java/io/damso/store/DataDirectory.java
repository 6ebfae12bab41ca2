package io.damso.store;

import java.nio.file.Files;
import java.nio.file.Path;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * Opens the file of a store. An existing file is first checked in read-only mode. A damaged file or a file of another
 * program is rejected and not changed.
 */
final class DataDirectory {

    static final String NAME = "damso.mv";

    private static final long LARGEST_CACHE_MEGABYTES = 64;

    /** The cache uses at most 1/{@value} of the heap; commands need the rest. */
    private static final int CACHE_PART_OF_HEAP = 4;

    private DataDirectory() {}

    /**
     * Opens the file in a directory, or creates it.
     *
     * @throws StoreUnavailableException if the file is in use, empty, not writable, damaged or not a file of this store
     */
    static MVStore open(Path directory) {
        Path file = directory.resolve(NAME);
        if (Files.exists(file)) {
            check(file);
        }
        // Both settings are needed: with a buffer, H2 commits in the middle of a command when the buffer is full.
        return open(
                file,
                new MVStore.Builder()
                        .autoCommitDisabled()
                        .autoCommitBufferSize(0)
                        .pageSplitSize(PAGE_BYTES)
                        .cacheSize(cacheMegabytes()));
    }

    /**
     * Size of a page in memory. Message ids are random, so each document of a batch changes another page, which is
     * compressed and written as a whole: H2's default of 16 KiB costs four times as much.
     */
    private static final int PAGE_BYTES = 4 << 10;

    private static int cacheMegabytes() {
        long part = (Runtime.getRuntime().maxMemory() >> 20) / CACHE_PART_OF_HEAP;
        return (int) Math.clamp(part, 1, LARGEST_CACHE_MEGABYTES);
    }

    private static void check(Path file) {
        if (file.toFile().length() == 0) {
            throw new StoreUnavailableException(file + " is empty: it is not a store or has lost its data. "
                    + "Put a backup in its place, or remove it to start with an empty store");
        }
        if (!Files.isWritable(file)) {
            // H2 would open it and fail at the first write
            throw new StoreUnavailableException(
                    file + " is not writable for this user. Change its owner or permissions");
        }
        MVStore store = open(file, new MVStore.Builder().readOnly());
        try {
            IntegrityCheck.check(store);
        } catch (RuntimeException e) {
            // H2 follows stored positions; a wrong position can cause any RuntimeException
            throw damaged(file, e);
        } finally {
            store.closeImmediately();
        }
    }

    private static MVStore open(Path file, MVStore.Builder builder) {
        try {
            return builder.fileName(file.toString()).open();
        } catch (MVStoreException e) {
            if (e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
                throw new StoreUnavailableException(
                        "Data directory " + file.getParent() + " is in use by another store. "
                                + "Stop that process or choose another --data",
                        e);
            }
            throw damaged(file, e);
        } catch (RuntimeException e) {
            // a file of another program can cause any RuntimeException in H2
            throw damaged(file, e);
        }
    }

    /** Returns the exception for a file that cannot be used. The file is not changed. */
    static StoreUnavailableException damaged(Path file, RuntimeException cause) {
        return new StoreUnavailableException(
                "Cannot open " + file + ": it is damaged or not a file of this store (" + cause.getMessage()
                        + "). Nothing was changed in it. Put a backup in its place, "
                        + "or move it away to start with an empty store",
                cause);
    }
}
