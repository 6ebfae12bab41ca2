package io.damso.store;

import io.damso.store.storage.StoreFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * Opens the file of a store. A file that is there is read through first, without the right to write: one that is
 * damaged, or that is none of this store's, is refused as it is, byte for byte.
 */
final class DataDirectory {

    static final String NAME = "damso.mv";

    private static final int CACHE_MEGABYTES = 64;

    private DataDirectory() {}

    /**
     * Opens the file in a directory, or makes it.
     *
     * @throws StoreUnavailableException if the file is in use, damaged or foreign
     */
    static MVStore open(Path directory) {
        Path file = directory.resolve(NAME);
        boolean isNew = !Files.exists(file);
        if (!isNew) {
            check(file);
        }
        // Both switches are needed: with a buffer left, H2 commits in the middle of a command when it is full.
        MVStore store = open(file, new MVStore.Builder()
                .autoCommitDisabled()
                .autoCommitBufferSize(0)
                .cacheSize(CACHE_MEGABYTES));
        if (isNew) {
            store.setStoreVersion(StoreFile.FORMAT);
            store.commit();
        }
        return store;
    }

    private static void check(Path file) {
        if (isEmpty(file)) {
            throw new StoreUnavailableException(file + " is empty, so it is no store or has lost all it had. "
                    + "Put a backup in its place, or remove it to start with an empty store");
        }
        if (!Files.isWritable(file)) {
            // H2 would open it all the same and fail at the first write
            throw new StoreUnavailableException(
                    file + " is not writable for this user. Change its owner or its rights");
        }
        MVStore store = open(file, new MVStore.Builder().readOnly());
        try {
            IntegrityCheck.check(store);
        } catch (RuntimeException e) {
            // H2 follows the positions it finds, and may stumble in any way over wrong ones
            throw damaged(file, e);
        } finally {
            store.closeImmediately();
        }
    }

    private static boolean isEmpty(Path file) {
        try {
            return Files.size(file) == 0;
        } catch (IOException e) {
            throw new StoreUnavailableException("Cannot read " + file + ": " + e, e);
        }
    }

    private static MVStore open(Path file, MVStore.Builder builder) {
        try {
            return builder.fileName(file.toString()).open();
        } catch (MVStoreException e) {
            if (e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
                throw new StoreUnavailableException(
                        "Data directory " + file.getParent() + " is in use by another store. "
                        + "Stop that process or choose another --data", e);
            }
            throw damaged(file, e);
        } catch (RuntimeException e) {
            // H2 reads what it finds and may stumble in any way over a foreign file
            throw damaged(file, e);
        }
    }

    /** Says that a file cannot be used and is left as it is. */
    static StoreUnavailableException damaged(Path file, RuntimeException cause) {
        return new StoreUnavailableException(
                "Cannot open " + file + ": it is damaged or no store's file (" + cause.getMessage()
                + "). Nothing was changed in it. Put a backup in its place, "
                        + "or move it away to start with an empty store",
                cause);
    }
}
