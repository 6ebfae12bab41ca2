package io.damso.reliability.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The file itself is what a kill leaves. */
class ForgetfulChannelTests {

    private static final int BYTES = 20_000;

    @TempDir
    private Path directory;

    private Path path;
    private ForgetfulChannel channel;

    @BeforeEach
    void open() throws IOException {
        path = Files.createFile(directory.resolve("file"));
        reopen(Loss.UNFORCED);
    }

    private void reopen(Loss loss) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        channel = new ForgetfulChannel(file, loss, new Random(7));
    }

    @AfterEach
    void close() throws IOException {
        channel.close();
    }

    private static byte[] bytes(RandomGenerator random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] content() throws IOException {
        ByteBuffer target = ByteBuffer.allocate((int) channel.size());
        int count = channel.read(target, 0);
        assertThat(target.hasRemaining()).as("%d bytes read", count).isFalse();
        return target.array();
    }

    @Test
    void whatIsWrittenIsReadAndIsNotInTheFileBeforeItIsForced() throws IOException {
        byte[] bytes = bytes(new Random(1), BYTES);
        channel.write(ByteBuffer.wrap(bytes), 0);
        assertThat(content()).isEqualTo(bytes);
        assertThat(path).isEmptyFile();
        channel.force(true);
        assertThat(path).hasBinaryContent(bytes);
        channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 5_000);
        assertThat(path).hasBinaryContent(bytes);
    }

    @Test
    void whatIsBehindATruncationIsGoneAndTheFileKeepsItUntilForced() throws IOException {
        byte[] bytes = bytes(new Random(1), BYTES);
        channel.write(ByteBuffer.wrap(bytes), 0);
        channel.force(true);
        channel.truncate(5_000);
        channel.write(ByteBuffer.wrap(new byte[] {1}), BYTES - 1);
        byte[] expected = Arrays.copyOf(Arrays.copyOf(bytes, 5_000), BYTES);
        expected[BYTES - 1] = 1;
        assertThat(content()).isEqualTo(expected);
        assertThat(path).hasBinaryContent(bytes);
        channel.force(true);
        assertThat(path).hasBinaryContent(expected);
    }

    @Test
    void closedFileHasEverythingAndReadsEndWithIt() throws IOException {
        assertThat(channel.write(ByteBuffer.wrap(new byte[] {1, 2}))).isEqualTo(2);
        assertThat(channel.position()).isEqualTo(2);
        ByteBuffer target = ByteBuffer.allocate(9);
        assertThat(channel.position(1).read(target)).isOne();
        assertThat(channel.read(target)).isEqualTo(-1);
        channel.close();
        assertThat(path).hasBinaryContent(new byte[] {1, 2});
    }

    @Test
    void halfOfThePagesIsWrittenBackEarly() throws IOException {
        channel.close();
        reopen(Loss.HALF_OF_UNFORCED);
        int pages = 200;
        byte[] ones = new byte[pages * 4096];
        Arrays.fill(ones, (byte) 1);
        channel.write(ByteBuffer.wrap(ones), 0);
        byte[] left = Arrays.copyOf(Files.readAllBytes(path), ones.length);
        int kept = 0;
        for (int page = 0; page < pages; page++) {
            kept += left[page * 4096];
        }
        assertThat(kept).isBetween(pages / 4, 3 * pages / 4);
        assertThat(content()).isEqualTo(ones);
    }

    @ParameterizedTest
    @EnumSource
    void readsSeeAllThatWasWrittenWhateverIsLost(Loss loss) throws IOException {
        channel.close();
        reopen(loss);
        Random random = new Random(42);
        byte[] expected = new byte[0];
        for (int i = 0; i < 2_000; i++) {
            switch (random.nextInt(8)) {
                case 0 -> channel.force(false);
                case 1 -> {
                    int size = random.nextInt(BYTES);
                    channel.truncate(size);
                    expected = size < expected.length ? Arrays.copyOf(expected, size) : expected;
                }
                default -> {
                    int at = random.nextInt(BYTES);
                    byte[] part = bytes(random, random.nextInt(9_000));
                    channel.write(ByteBuffer.wrap(part), at);
                    expected = Arrays.copyOf(expected, Math.max(expected.length, at + part.length));
                    System.arraycopy(part, 0, expected, at, part.length);
                }
            }
            assertThat(channel.size()).isEqualTo(expected.length);
            assertThat(content()).as("after %d steps", i).isEqualTo(expected);
        }
        channel.force(true);
        if (loss == Loss.FORCED_TOO) {
            assertThat(path).isEmptyFile();
        } else {
            assertThat(path).hasBinaryContent(expected);
        }
    }

    /** H2's files of this scheme are on the disk that forgets. */
    public static final class ForgetfulPath extends FilePathWrapper {

        @Override
        public String getScheme() {
            return "forgetful";
        }

        @Override
        public FileChannel open(String mode) throws IOException {
            return new ForgetfulChannel(super.open(mode), Loss.UNFORCED, new Random());
        }
    }

    @Test
    void versionOfAnMvStoreThatIsNotForcedIsLostAndOneThatIsForcedIsKept() throws IOException {
        FilePath.register(new ForgetfulPath());
        Path file = directory.resolve("store.mv");
        MVStore store = open("forgetful:" + file);
        MVMap<String, Integer> map = store.openMap("map");
        map.put("key", 1);
        store.commit();
        store.sync();
        map.put("key", 2);
        store.commit();
        assertThat(afterAKill(file)).isEqualTo(1);
        store.sync();
        assertThat(afterAKill(file)).isEqualTo(2);
        store.closeImmediately();
    }

    private static MVStore open(String name) {
        return new MVStore.Builder()
                .fileName(name)
                .autoCommitDisabled()
                .autoCommitBufferSize(0)
                .open();
    }

    private int afterAKill(Path file) throws IOException {
        Path copy = Files.createTempDirectory(directory, "left").resolve("store.mv");
        Files.copy(file, copy);
        MVStore store = open(copy.toString());
        try {
            return store.<String, Integer>openMap("map").get("key");
        } finally {
            store.closeImmediately();
        }
    }
}
