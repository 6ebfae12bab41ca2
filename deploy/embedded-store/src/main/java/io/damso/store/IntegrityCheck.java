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
 * Checks an open file beyond what H2 does, which looks at no more than its 20 newest chunks and falls back to an older
 * version if the newest is not whole.
 *
 * <p>Reads the head of every page, some bytes in some kilobytes, so that a hole larger than a page is found. Damage
 * within a page shows when the page is read. H2 notes which version is the newest when it is closed and, once it uses
 * space again, about every 20 versions; what is cut off a file that was killed before the first note is not missed.
 */
final class IntegrityCheck {

    /**
     * How many versions may be missing after a crash: those of commits under way, whose blocks a power failure may have
     * let to the disk in any order. None of them was acknowledged. An orderly closed file lacks none.
     */
    private static final int MAX_VERSIONS_IN_FLIGHT = 100;

    private static final String DATA_PREFIX = "databases.";
    private static final String CHUNK_PREFIX = "chunk.";
    private static final int BLOCK = 4096;
    private static final int PAGE_HEAD = 6;
    private static final int CHUNK_HEAD = 16;

    private final FileStore<?> file;

    private IntegrityCheck(FileStore<?> file) {
        this.file = file;
    }

    /**
     * Returns if nothing is missing.
     *
     * @throws DamagedFileException or {@link org.h2.mvstore.MVStoreException} if something is
     */
    static void check(MVStore store) {
        checkNewestVersion(store);
        IntegrityCheck check = new IntegrityCheck(store.getFileStore());
        store.getLayoutMap().forEach((key, value) -> {
            if (key.startsWith(CHUNK_PREFIX)) {
                check.checkChunk(DataUtils.parseMap(value));
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
            throw new DamagedFileException("its newest " + missing + " versions are missing");
        }
    }

    private static void checkOwner(MVStore store) {
        Set<String> maps = store.getMapNames();
        if (maps.isEmpty() && store.getStoreVersion() == 0) {
            return;
        }
        if (!maps.isEmpty() && maps.stream().noneMatch(name -> name.startsWith(DATA_PREFIX))) {
            throw new DamagedFileException("it is a file of another program that uses H2");
        }
        if (store.getStoreVersion() != StoreFile.FORMAT) {
            throw new DamagedFileException(
                    "it has format " + store.getStoreVersion() + ", this version of the store writes "
                    + StoreFile.FORMAT);
        }
    }

    private void checkChunk(Map<String, String> chunk) {
        int id = readInt(chunk, "chunk");
        long start = DataUtils.readHexLong(chunk, "block", 0) * BLOCK;
        boolean unused = chunk.containsKey("livePages") && readInt(chunk, "livePages") == 0;
        if (start == 0 || unused) {
            return;
        }
        String head = StandardCharsets.ISO_8859_1.decode(file.readFully(null, start, CHUNK_HEAD)).toString();
        if (!head.startsWith("chunk:" + Integer.toHexString(id) + ",")) {
            throw new DamagedFileException("chunk " + id + " is overwritten");
        }
        int pages = readInt(chunk, "pages");
        long contents = start + readInt(chunk, "toc");
        ByteBuffer positions = file.readFully(null, contents, pages * Long.BYTES);
        while (positions.hasRemaining()) {
            checkPage(id, start, DataUtils.getPageOffset(positions.getLong()));
        }
    }

    private static int readInt(Map<String, String> chunk, String attribute) {
        return (int) DataUtils.readHexLong(chunk, attribute, 0);
    }

    private void checkPage(int chunk, long start, int offset) {
        ByteBuffer page = file.readFully(null, start + offset, PAGE_HEAD);
        int length = page.getInt();
        int expected =
                DataUtils.getCheckValue(chunk) ^ DataUtils.getCheckValue(offset) ^ DataUtils.getCheckValue(length);
        if (page.getShort() != (short) expected) {
            throw new DamagedFileException("a page of chunk " + chunk + " is overwritten");
        }
    }
}
