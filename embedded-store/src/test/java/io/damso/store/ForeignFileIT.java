package io.damso.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import io.damso.store.storage.StoreFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bson.Document;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands where the store's file should be is not touched if it is not one, or not a whole one. */
class ForeignFileIT {

    private static final int BATCHES = 40;
    private static final int BATCH = 100;

    @TempDir
    private Path data;

    private Path file;

    @BeforeEach
    void name() {
        file = data.resolve("damso.mv");
    }

    @Test
    void emptyFile() throws Exception {
        assertRefusedAndKept(new byte[0]);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 4096, 8192, 100_000})
    void noise(int length) throws Exception {
        byte[] noise = new byte[length];
        new Random(length).nextBytes(noise);
        assertRefusedAndKept(noise);
    }

    @Test
    void sqliteDatabase() throws Exception {
        byte[] sqlite = Arrays.copyOf("SQLite format 3\0".getBytes(StandardCharsets.US_ASCII), 16_384);
        assertRefusedAndKept(sqlite);
    }

    @Test
    void zipArchive() throws Exception {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(archive)) {
            zip.putNextEntry(new ZipEntry("damso.mv"));
            zip.write(new byte[50_000]);
        }
        assertRefusedAndKept(archive.toByteArray());
    }

    @Test
    void fileOfAnotherProgramThatUsesH2() throws Exception {
        try (MVStore other = MVStore.open(file.toString())) {
            other.openMap("table.1").put(1, "row");
        }
        assertRefusedAndKept(Files.readAllBytes(file));
    }

    @Test
    void storeOfAnotherFormat() throws Exception {
        writeMessages();
        try (MVStore store = MVStore.open(file.toString())) {
            store.setStoreVersion(StoreFile.FORMAT + 1);
        }
        assertRefusedAndKept(Files.readAllBytes(file));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.3, 0.5, 0.9, 0.999})
    void truncatedStore(double left) throws Exception {
        writeMessages();
        byte[] whole = Files.readAllBytes(file);
        assertRefusedAndKept(Arrays.copyOf(whole, (int) (whole.length * left)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.2, 0.5, 0.8})
    void overwrittenStore(double from) throws Exception {
        writeMessages();
        byte[] bytes = Files.readAllBytes(file);
        byte[] noise = new byte[32_768];
        new Random(1).nextBytes(noise);
        System.arraycopy(noise, 0, bytes, (int) (bytes.length * from), noise.length);
        assertRefusedAndKept(bytes);
    }

    @Test
    void wholeStoreIsNoneOfThese() throws Exception {
        writeMessages();
        try (EmbeddedStore store = EmbeddedStore.start(0, data);
                MongoClient client = MongoClients.create(store.uri())) {
            assertThat(messages(client).countDocuments()).isEqualTo(BATCHES * BATCH);
        }
    }

    @Test
    void processSaysWhichFileAndWhatToDo() throws Exception {
        Files.writeString(file, "not a store".repeat(1000));
        try (StoreProcess process = StoreProcess.start(data)) {
            assertThat(process.awaitExit()).isEqualTo(1);
            assertThat(process.output())
                    .startsWith("embedded-store: Cannot open " + file)
                    .contains("backup")
                    .hasLineCount(1);
        }
        assertThat(file).hasContent("not a store".repeat(1000));
    }

    private void writeMessages() {
        Random random = new Random(0);
        byte[] text = new byte[200];
        try (EmbeddedStore store = EmbeddedStore.start(0, data);
                MongoClient client = MongoClients.create(store.uri())) {
            for (int batch = 0; batch < BATCHES; batch++) {
                int first = batch * BATCH;
                messages(client)
                        .insertMany(IntStream.range(first, first + BATCH)
                                .mapToObj(number -> {
                                    random.nextBytes(text);
                                    return new Document("_id", number)
                                            .append("text", new String(text, StandardCharsets.ISO_8859_1));
                                })
                                .toList());
            }
        }
    }

    private static MongoCollection<Document> messages(MongoClient client) {
        return client.getDatabase("chat").getCollection("messages");
    }

    private void assertRefusedAndKept(byte[] content) throws IOException {
        Files.write(file, content);
        FileTime written = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(file, written);
        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> EmbeddedStore.start(0, data).close())
                .withMessageContaining(file.toString())
                .withMessageContaining("backup");
        assertThat(file).hasBinaryContent(content);
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(written);
        try (var entries = Files.list(data)) {
            assertThat(entries).containsExactly(file);
        }
    }
}
