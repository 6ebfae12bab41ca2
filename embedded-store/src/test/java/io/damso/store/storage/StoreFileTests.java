package io.damso.store.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreFileTests {

    private static final byte[] KEY = {1};
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private StoreFile file;
    private MVMap<byte[], byte[]> map;

    @BeforeEach
    void open() {
        MVStore store = new MVStore.Builder()
                .fileName(SlowDisk.path(directory.resolve("test.mv")))
                .autoCommitDisabled()
                .autoCommitBufferSize(0)
                .open();
        file = new StoreFile(store);
        map = file.documents("test");
    }

    @AfterEach
    void close() {
        SlowDisk.release();
        file.close();
    }

    @Test
    void readSeesTheStateItBeganWithAndHoldsUpNoWriter() {
        put(1);
        int seen = file.read(snapshot -> {
            start(() -> put(2)).orTimeout(20, TimeUnit.SECONDS).join();
            return get(snapshot);
        });
        assertThat(seen).isEqualTo(1);
        assertThat(file.read(this::get)).isEqualTo(2);
    }

    @Test
    void readSeesNothingOfAWriteThatIsUnderWay() {
        put(1);
        file.write(catalog -> {
            map.put(KEY, new byte[] {2});
            assertThat(get(catalog)).isEqualTo(2);
            assertThat(compute(() -> file.read(this::get)).join()).isEqualTo(1);
            return null;
        });
    }

    @Test
    void readSeesNothingOfAWriteToAMapThatWasLeftAloneForLong() {
        put(1);
        MVMap<byte[], byte[]> other = file.write(catalog -> file.index("other"));
        IntStream.range(0, 10).forEach(i -> file.write(catalog -> other.put(KEY, new byte[] {(byte) i})));
        file.write(catalog -> {
            map.put(KEY, new byte[] {2});
            assertThat(compute(() -> file.read(this::get)).join()).isEqualTo(1);
            return null;
        });
        assertThat(file.read(this::get)).isEqualTo(2);
    }

    @Test
    void collectionThatIsBeingMadeIsNotSeen() {
        file.write(catalog -> {
            catalog.getOrCreate("chat.made");
            assertThat(compute(() -> file.read(Snapshot::collections)).join()).isEmpty();
            return null;
        });
        assertThat(file.read(Snapshot::collections)).containsOnlyKeys("chat.made");
    }

    @Test
    void collectionOfAFailedWriteIsGone() {
        assertThatIllegalStateException()
                .isThrownBy(() -> file.write(catalog -> {
                    catalog.getOrCreate("chat.made");
                    throw new IllegalStateException("on purpose");
                }));
        assertThat(file.read(Snapshot::collections)).isEmpty();
        assertThat(file.write(Catalog::collections)).isEmpty();
    }

    @Test
    void failedWriteIsUndoneAndReadersGoOn() {
        put(1);
        int seen = file.read(snapshot -> {
            assertThatIllegalStateException()
                    .isThrownBy(() -> file.write(catalog -> {
                        map.put(KEY, new byte[] {2});
                        throw new IllegalStateException("on purpose");
                    }));
            IntStream.range(3, 100).forEach(this::put);
            file.compactStep();
            return get(snapshot);
        });
        assertThat(seen).isEqualTo(1);
        assertThat(file.read(this::get)).isEqualTo(99);
    }

    @Test
    void failedWriteTakesNoOthersUnforcedWorkWithIt() {
        SlowDisk.hold();
        CompletableFuture<Void> unforced = start(() -> put(1));
        await("first write committed").atMost(TIMEOUT).until(() -> file.read(this::get) == 1);
        assertThatIllegalStateException()
                .isThrownBy(() -> file.write(catalog -> {
                    map.put(KEY, new byte[] {2});
                    throw new IllegalStateException("on purpose");
                }));
        assertThat(unforced).isNotDone();
        SlowDisk.release();
        unforced.orTimeout(20, TimeUnit.SECONDS).join();
        assertThat(file.read(this::get)).isEqualTo(1);
    }

    @Test
    void noWriteReturnsBeforeItsVersionIsForcedAndThoseThatWaitShareAForce() {
        put(1);
        SlowDisk.hold();
        int before = SlowDisk.forces();
        CompletableFuture<Void> first = start(() -> put(2));
        await("first write being forced").atMost(TIMEOUT).until(() -> SlowDisk.waiting() == 1);
        List<CompletableFuture<Void>> others = new ArrayList<>();
        for (int i = 3; i < 9; i++) {
            int value = i;
            others.add(start(() -> put(value)));
            await("write committed while another is forced").atMost(TIMEOUT).until(() -> file.read(this::get) == value);
        }
        assertThat(first).isNotDone();
        assertThat(others).noneMatch(CompletableFuture::isDone);
        SlowDisk.release();
        CompletableFuture.allOf(others.toArray(CompletableFuture[]::new))
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
        assertThat(SlowDisk.forces() - before).isEqualTo(2);
    }

    @Test
    void writeThatChangesNothingWaitsForWhatItMayHaveSeen() {
        put(1);
        SlowDisk.hold();
        CompletableFuture<Void> change = start(() -> put(2));
        await("change committed").atMost(TIMEOUT).until(() -> file.read(this::get) == 2);
        CompletableFuture<Integer> look = compute(() -> file.write(this::get));
        CompletableFuture<Integer> read = compute(() -> file.read(this::get));
        assertThat(read.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo(2);
        assertThat(look).isNotDone();
        SlowDisk.release();
        assertThat(look.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo(2);
        change.join();
    }

    private static CompletableFuture<Void> start(Runnable task) {
        return CompletableFuture.runAsync(task, Thread::startVirtualThread);
    }

    private static <T> CompletableFuture<T> compute(Supplier<T> task) {
        return CompletableFuture.supplyAsync(task, Thread::startVirtualThread);
    }

    private void put(int value) {
        file.write(catalog -> map.put(KEY, new byte[] {(byte) value}));
    }

    private int get(View view) {
        byte[] value = view.of(map).get(KEY);
        return value == null ? 0 : value[0];
    }
}
