package io.damso.reliability.disk;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import io.damso.store.EmbeddedStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The embedded store is killed on a disk that forgets. */
class ForgetfulDiskIT {

    private static final Pattern READY = Pattern.compile("embedded-store ready: uri=(\\S+) .*");
    private static final long TIMEOUT_SECONDS = 60;
    private static final int KILLS = 4;
    private static final int KILL_STEP_MILLIS = 90;

    @TempDir
    private Path directory;

    private int acknowledged;

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "FORCED_TOO")
    void whatTheStoreAcknowledgedIsKept(Loss loss) throws Exception {
        for (int kill = 1; kill <= KILLS; kill++) {
            writeUntilKilled(loss, kill * KILL_STEP_MILLIS);
            assertThat(directory.resolve("sign")).exists();
        }
        assertThat(acknowledged).isGreaterThan(KILLS);
        assertThat(stored()).isGreaterThanOrEqualTo(acknowledged);
    }

    /** This shows that the store is on that disk, and that the test above would find a store that forces nothing. */
    @Test
    void whatADiskThatLiesForgetsIsMissed() throws Exception {
        try (StoreProcess store = start();
                MongoClient client = MongoClients.create(store.uri())) {
            write(client);
        }
        try (StoreProcess store = start(option(Loss.FORCED_TOO));
                MongoClient client = MongoClients.create(store.uri())) {
            write(client);
            assertThat(numbers(client).countDocuments()).isEqualTo(2);
        }
        assertThat(stored()).isOne();
    }

    private String option(Loss loss) {
        return ForgetfulDisk.option(directory.resolve("forgetful.jar"), loss, directory.resolve("sign"));
    }

    private void writeUntilKilled(Loss loss, int afterMillis) throws Exception {
        try (StoreProcess store = start(option(loss));
                MongoClient client =
                        MongoClients.create(store.uri() + "/?retryWrites=false&serverSelectionTimeoutMS=20000");
                ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor()) {
            for (int i = 0; i < acknowledged; i++) {
                assertThat(numbers(client).countDocuments(eq("_id", i)))
                        .as("number %d", i)
                        .isOne();
            }
            numbers(client).deleteOne(eq("_id", acknowledged)); // its answer did not arrive
            write(client);
            killer.schedule(store::kill, afterMillis, TimeUnit.MILLISECONDS);
            writeUntilItFails(client);
        }
    }

    private void writeUntilItFails(MongoClient client) {
        try {
            while (true) {
                write(client);
            }
        } catch (MongoException e) {
            // killed, which is what this waits for
        }
    }

    private void write(MongoClient client) {
        numbers(client).insertOne(new Document("_id", acknowledged).append("text", "x".repeat(5_000)));
        acknowledged++;
    }

    private static MongoCollection<Document> numbers(MongoClient client) {
        return client.getDatabase("chat").getCollection("numbers");
    }

    /** Returns how many are there after a kill, for a store on the usual disk. */
    private int stored() throws Exception {
        try (StoreProcess store = start();
                MongoClient client = MongoClients.create(store.uri())) {
            return (int) numbers(client).countDocuments();
        }
    }

    private StoreProcess start(String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(Arrays.asList(options));
        command.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                EmbeddedStore.class.getName(),
                "--port=0",
                "--data=" + directory.resolve("data")));
        return new StoreProcess(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** A store in a JVM of its own. Closing kills it. */
    private static final class StoreProcess implements AutoCloseable {

        private final Process process;
        private final CompletableFuture<String> uri = new CompletableFuture<>();

        StoreProcess(Process process) {
            this.process = process;
            Thread.ofVirtual().start(this::read);
        }

        private void read() {
            StringBuilder output = new StringBuilder();
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    output.append(line).append('\n');
                    Matcher ready = READY.matcher(line);
                    if (ready.matches()) {
                        uri.complete(ready.group(1));
                    }
                }
            } catch (IOException e) {
                output.append(e);
            }
            uri.completeExceptionally(new IllegalStateException("The store ended before it was ready:\n" + output));
        }

        String uri() throws Exception {
            return uri.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        }

        void kill() {
            process.destroyForcibly();
        }

        @Override
        public void close() {
            kill();
            process.onExit().join();
        }
    }
}
