package io.damso.store;

import io.damso.store.storage.StoreFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStore;

/**
 * Checks an open file for missing and overwritten parts. H2 itself checks at most its 20 newest chunks, and uses an
 * older version if the newest is incomplete.
 *
 * <p>The check reads the head of every page: a few bytes per few kilobytes. It therefore finds damaged areas larger
 * than a page. Damage within a page is found when the page is read. H2 records the number of the newest version when
 * the file is closed and, once it reuses space, about every 20 versions. If a file was killed before the first record,
 * the check does not detect that its end is missing.
 */
final class IntegrityCheck {

    /**
     * Number of versions that may be missing after a crash: those whose commits were in progress, because a power
     * failure may write their blocks in any order. None of them was acknowledged. After an orderly close no version may
     * be missing.
     */
    private static final int MAX_VERSIONS_IN_FLIGHT = 100;

    private static final String DATA_PREFIX = "databases.";
    private static final String CHUNK_PREFIX = "chunk.";
    private static final int BLOCK = 4096;
    private static final int PAGE_HEAD = 6;
    private static final int CHUNK_HEAD = 16;

    private IntegrityCheck() {}

    /**
     * Checks the file; returns normally if nothing is missing.
     *
     * @throws IllegalStateException if the file is incomplete or not a file of this store
     * @throws org.h2.mvstore.MVStoreException if H2 cannot read a part of the file
     */
    static void check(MVStore store) {
        checkNewestVersion(store);
        store.getLayoutMap().forEach((key, value) -> {
            if (key.startsWith(CHUNK_PREFIX)) {
                checkChunk(store.getFileStore(), DataUtils.parseMap(value));
            }
        });
        checkOwner(store);
    }

    private static void checkNewestVersion(MVStore store) {
        Map<String, Object> header = store.getStoreHeader();
        long promised = DataUtils.readHexLong(header, "version", 0);
        long missing = promised - store.getCurrentVersion();
        boolean closedOrderly = DataUtils.readHexLong(header, "clean", 0) != 0;
        if (missing > (closedOrderly ? 0 : MAX_VERSIONS_IN_FLIGHT)) {
            throw new IllegalStateException("its newest " + missing + " versions are missing");
        }
    }

    private static void checkOwner(MVStore store) {
        Set<String> maps = store.getMapNames();
        if (maps.isEmpty() && store.getStoreVersion() == 0) {
            return;
        }
        if (!maps.isEmpty() && maps.stream().noneMatch(name -> name.startsWith(DATA_PREFIX))) {
            throw new IllegalStateException("it is a file of another program that uses H2");
        }
        if (store.getStoreVersion() != StoreFile.FORMAT) {
            throw new IllegalStateException("it has format " + store.getStoreVersion()
                    + ", this version of the store writes " + StoreFile.FORMAT);
        }
    }

    private static void checkChunk(FileStore<?> file, Map<String, String> chunk) {
        int id = readInt(chunk, "chunk");
        long start = DataUtils.readHexLong(chunk, "block", 0) * BLOCK;
        boolean unused = chunk.containsKey("livePages") && readInt(chunk, "livePages") == 0;
        if (start == 0 || unused) {
            return;
        }
        String head = StandardCharsets.ISO_8859_1
                .decode(file.readFully(null, start, CHUNK_HEAD))
                .toString();
        if (!head.startsWith("chunk:" + Integer.toHexString(id) + ",")) {
            throw new IllegalStateException("chunk " + id + " is overwritten");
        }
        int pages = readInt(chunk, "pages");
        long contents = start + readInt(chunk, "toc");
        ByteBuffer positions = file.readFully(null, contents, pages * Long.BYTES);
        while (positions.hasRemaining()) {
            checkPage(file, id, start, DataUtils.getPageOffset(positions.getLong()));
        }
    }

    private static int readInt(Map<String, String> chunk, String attribute) {
        return (int) DataUtils.readHexLong(chunk, attribute, 0);
    }

    private static void checkPage(FileStore<?> file, int chunk, long start, int offset) {
        ByteBuffer page = file.readFully(null, start + offset, PAGE_HEAD);
        int length = page.getInt();
        int expected =
                DataUtils.getCheckValue(chunk) ^ DataUtils.getCheckValue(offset) ^ DataUtils.getCheckValue(length);
        if (page.getShort() != (short) expected) {
            throw new IllegalStateException("a page of chunk " + chunk + " is overwritten");
        }
    }
}
