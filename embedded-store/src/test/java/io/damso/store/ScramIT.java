package io.damso.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoCredential;
import com.mongodb.MongoSecurityException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScramIT {

    private static final String PASSWORD = "correct, horse=battery %";

    @TempDir
    private Path data;

    private EmbeddedStore store;

    @BeforeEach
    void start() {
        store = EmbeddedStore.start(
                new StoreOptions(0, data, InetAddress.getLoopbackAddress(), new Login("da,m=so", PASSWORD)));
    }

    @AfterEach
    void stop() {
        store.close();
    }

    private MongoClient client(String user, String password) {
        return client(MongoCredential.createCredential(user, "admin", password.toCharArray()));
    }

    private MongoClient client(MongoCredential credential) {
        return MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(store.uri()))
                .credential(credential)
                .build());
    }

    @Test
    void driverLogsInAndWorks() {
        try (MongoClient client = client("da,m=so", PASSWORD)) {
            client.getDatabase("chat").getCollection("messages").insertOne(new Document("_id", 1));
            assertThat(client.getDatabase("chat").getCollection("messages").find())
                    .hasSize(1);
        }
    }

    @Test
    void driverLogsInWhenTheMechanismIsGiven() {
        MongoCredential credential =
                MongoCredential.createScramSha256Credential("da,m=so", "chat", PASSWORD.toCharArray());
        try (MongoClient client = client(credential)) {
            assertThat(client.getDatabase("chat").getCollection("messages").countDocuments())
                    .isZero();
        }
    }

    @Test
    void wrongPasswordAndUnknownUserGetTheSameAnswer() {
        assertRefused("da,m=so", PASSWORD + "x");
        assertRefused("stranger", PASSWORD);
    }

    private void assertRefused(String user, String password) {
        try (MongoClient client = client(user, password)) {
            MongoSecurityException e = catchThrowableOfType(
                    MongoSecurityException.class,
                    () -> client.getDatabase("chat").getCollection("c").countDocuments());
            MongoCommandException cause = (MongoCommandException) e.getCause();
            assertThat(cause.getErrorCode()).isEqualTo(18);
            assertThat(cause.getErrorCodeName()).isEqualTo("AuthenticationFailed");
            assertThat(cause.getErrorMessage()).isEqualTo("Authentication failed.");
        }
    }

    @Test
    void otherMechanismsAreRefused() {
        MongoCredential sha1 = MongoCredential.createScramSha1Credential("da,m=so", "admin", PASSWORD.toCharArray());
        try (MongoClient client = client(sha1)) {
            MongoSecurityException e = catchThrowableOfType(
                    MongoSecurityException.class, () -> client.getDatabase("c").runCommand(new Document("dbStats", 1)));
            assertThat(((MongoCommandException) e.getCause()).getErrorCode()).isEqualTo(334);
        }
    }

    @Test
    void withoutALoginOnlyTheGreetingIsAnswered() {
        try (MongoClient client = MongoClients.create(store.uri())) {
            for (String greeting : new String[] {"hello", "isMaster", "ping", "buildInfo"}) {
                assertThat(client.getDatabase("admin").runCommand(new Document(greeting, 1)))
                        .containsEntry("ok", 1.0);
            }
            for (String command : new String[] {"serverStatus", "listDatabases", "dropDatabase", "noSuchCommand"}) {
                assertUnauthorized(client, new Document(command, 1));
            }
            assertUnauthorized(client, new Document("find", "messages"));
            assertUnauthorized(client, new Document("insert", "messages").append("documents", List.of()));
        }
    }

    @Test
    void halfALoginIsNone() {
        try (MongoClient client = oneConnection()) {
            Document first = new Document("saslStart", 1)
                    .append("mechanism", "SCRAM-SHA-256")
                    .append("payload", new Binary("n,,n=da=2Cm=3Dso,r=abc".getBytes()));
            Document challenge = client.getDatabase("admin").runCommand(first);
            assertUnauthorized(client, new Document("find", "messages"));
            Document proofless = new Document("saslContinue", 1)
                    .append("conversationId", challenge.get("conversationId"))
                    .append("payload", new Binary("c=biws,r=abc,p=AAAA".getBytes()));
            assertCode(client, proofless, 18);
            assertCode(client, proofless, 17);
            assertUnauthorized(client, new Document("find", "messages"));
        }
    }

    private MongoClient oneConnection() {
        return MongoClients.create(store.uri() + "/?maxPoolSize=1");
    }

    @Test
    void passwordIsRefusedWhereNoneIsAsked() {
        store.close();
        store = EmbeddedStore.start(0, data);
        assertRefused("da,m=so", PASSWORD);
    }

    @Test
    void processOnAllInterfacesAsksForThePassword() throws Exception {
        Path file = Files.writeString(data.resolve("password"), PASSWORD + "\n");
        try (StoreProcess process = StoreProcess.start(
                "--port=0",
                "--data=" + data.resolve("own"),
                "--bind=0.0.0.0",
                "--user=damso",
                "--password-file=" + file)) {
            assertLoginNeeded(process.uri().replace("0.0.0.0", "127.0.0.1"));
            assertThat(process.output()).doesNotContain(PASSWORD);
        }
    }

    private static void assertLoginNeeded(String uri) {
        try (MongoClient stranger = MongoClients.create(uri)) {
            assertUnauthorized(stranger, new Document("find", "messages"));
        }
        String address = uri.substring("mongodb://".length());
        try (MongoClient user =
                MongoClients.create("mongodb://damso:correct%2C%20horse%3Dbattery%20%25@" + address + "/chat")) {
            assertThat(user.getDatabase("chat").getCollection("messages").countDocuments())
                    .isZero();
        }
    }

    @Test
    void processThatWouldLetEverybodyInDoesNotStart() throws Exception {
        try (StoreProcess process = StoreProcess.start("--port=0", "--data=" + data.resolve("own"), "--bind=0.0.0.0")) {
            assertThat(process.awaitExit()).isEqualTo(2);
            assertThat(process.output()).contains("--bind=0.0.0.0").contains("--user");
        }
    }

    private static void assertUnauthorized(MongoClient client, Document command) {
        MongoCommandException e = assertCode(client, command, 13);
        assertThat(e.getErrorCodeName()).isEqualTo("Unauthorized");
    }

    private static MongoCommandException assertCode(MongoClient client, Document command, int code) {
        MongoCommandException e = catchThrowableOfType(
                MongoCommandException.class, () -> client.getDatabase("admin").runCommand(command));
        assertThat(e).as("error for %s", command).isNotNull();
        assertThat(e.getErrorCode()).isEqualTo(code);
        return e;
    }
}
