package io.damso.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessIT {

    @TempDir
    private Path data;

    @Test
    void acknowledgedWritesSurviveAnOrderlyRestart() throws Exception {
        try (StoreProcess store = StoreProcess.start(data)) {
            try (MongoClient client = MongoClients.create(store.uri())) {
                collection(client).insertOne(new Document("_id", 1));
            }
            assertThat(store.terminate()).isEqualTo(128 + 15);
            assertThat(store.output()).doesNotContain("ERROR", "Exception");
        }
        try (StoreProcess store = StoreProcess.start(data);
                MongoClient client = MongoClients.create(store.uri())) {
            assertThat(collection(client).find()).containsExactly(new Document("_id", 1));
        }
    }

    @Test
    void secondProcessOnTheSameDataIsRefusedAndHarmless() throws Exception {
        try (StoreProcess first = StoreProcess.start(data);
                MongoClient client = MongoClients.create(first.uri())) {
            collection(client).insertOne(new Document("_id", 1));
            byte[] before = Files.readAllBytes(data.resolve("damso.mv"));
            try (StoreProcess second = StoreProcess.start(data)) {
                assertThat(second.awaitExit()).isEqualTo(1);
                assertThat(second.output()).contains("Data directory " + data + " is in use");
            }
            assertThat(Files.readAllBytes(data.resolve("damso.mv"))).isEqualTo(before);
            collection(client).insertOne(new Document("_id", 2));
            assertThat(collection(client).countDocuments()).isEqualTo(2);
        }
    }

    @Test
    void takenPortIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                StoreProcess store = StoreProcess.start("--port=" + taken.getLocalPort(), "--data=" + data)) {
            assertThat(store.awaitExit()).isEqualTo(1);
            assertThat(store.output()).contains("port " + taken.getLocalPort(), "Address already in use");
        }
    }

    @Test
    void unusableOptionsEndWithTheirName() throws Exception {
        try (StoreProcess store = StoreProcess.start("--port=x", "--data=" + data)) {
            assertThat(store.awaitExit()).isEqualTo(2);
            assertThat(store.output())
                    .startsWith("embedded-store: Invalid value for option '--port'")
                    .hasLineCount(1);
        }
        try (StoreProcess store = StoreProcess.start()) {
            assertThat(store.awaitExit()).isEqualTo(2);
            assertThat(store.output()).startsWith("embedded-store: Missing required option: '--data=DIR'");
        }
    }

    @Test
    void unreadableFileIsNamedAndKept() throws Exception {
        Path file = Files.writeString(data.resolve("damso.mv"), "not a store".repeat(1000));
        try (StoreProcess store = StoreProcess.start(data)) {
            assertThat(store.awaitExit()).isEqualTo(1);
            assertThat(store.output()).contains("Cannot open " + file);
        }
        assertThat(file).hasContent("not a store".repeat(1000));
    }

    private static MongoCollection<Document> collection(MongoClient client) {
        return client.getDatabase("chat").getCollection("messages");
    }
}
