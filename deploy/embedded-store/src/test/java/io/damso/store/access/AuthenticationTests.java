package io.damso.store.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Base64;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class AuthenticationTests {

    private static final String PASSWORD = "a password";

    private final Authentication authentication = new Authentication(Credential.of("user", PASSWORD));
    private final Channel channel = new EmbeddedChannel();

    @Test
    void clientThatEndsWithAnEmptyMessageIsInAfterIt() {
        Document end = resume(channel, proof(start(channel, false), PASSWORD));
        assertThat(end).containsEntry("done", false);
        assertOut(channel);
        assertThat(resume(channel, "")).containsEntry("done", true);
        authentication.require(channel, "find");
    }

    @Test
    void loginIsTheConnectionsOwn() {
        logIn(channel);
        authentication.require(channel, "find");
        assertOut(new EmbeddedChannel());
    }

    @Test
    void logoutAndAnotherLoginEndTheFirst() {
        logIn(channel);
        authentication.forget(channel);
        assertOut(channel);
        logIn(channel);
        String wrong = proof(start(channel, true), "another");
        assertOut(channel);
        assertCode(18, () -> resume(channel, wrong));
        assertOut(channel);
    }

    @Test
    void proofCountsOnce() {
        String proof = proof(start(channel, true), PASSWORD);
        resume(channel, proof);
        assertCode(17, () -> resume(channel, proof));
    }

    @Test
    void proofOfAnotherConversationIsWorthless() {
        String proof = proof(start(channel, true), PASSWORD);
        start(channel, true);
        assertCode(18, () -> resume(channel, proof));
    }

    @Test
    void emptyMessageIsNoLogin() {
        assertCode(17, () -> resume(channel, ""));
        start(channel, false);
        assertCode(2, () -> resume(channel, ""));
        assertOut(channel);
    }

    private void logIn(Channel client) {
        resume(client, proof(start(client, true), PASSWORD));
    }

    private String start(Channel client, boolean skipsEmptyExchange) {
        Document query = new Document("saslStart", 1).append("mechanism", "SCRAM-SHA-256")
                .append("options", new Document("skipEmptyExchange", skipsEmptyExchange))
                .append("payload", new BinData("n,,n=user,r=nonce".getBytes(UTF_8)));
        return text(authentication.start(client, query));
    }

    private Document resume(Channel client, String message) {
        return authentication.resume(client, new Document("saslContinue", 1).append("conversationId", 1)
                .append("payload", new BinData(message.getBytes(UTF_8))));
    }

    private static String proof(String challenge, String password) {
        String[] parts = challenge.split(",");
        byte[] salt = Base64.getDecoder().decode(parts[1].substring(2));
        byte[] salted = Hmac.saltedPassword(password, salt, Integer.parseInt(parts[2].substring(2)));
        byte[] clientKey = Hmac.hmac(salted, "Client Key");
        String withoutProof = "c=biws," + parts[0];
        byte[] signature = Hmac.hmac(Hmac.hash(clientKey), "n=user,r=nonce," + challenge + "," + withoutProof);
        return withoutProof + ",p=" + Base64.getEncoder().encodeToString(Hmac.xor(clientKey, signature));
    }

    private static String text(Document reply) {
        return new String(((BinData) reply.get("payload")).getData(), UTF_8);
    }

    private void assertOut(Channel client) {
        assertCode(13, () -> authentication.require(client, "find"));
    }

    private static void assertCode(int code, ThrowingCallable call) {
        assertThatExceptionOfType(MongoServerError.class).isThrownBy(call)
                .satisfies(e -> assertThat(e.getCode()).isEqualTo(code));
    }
}
