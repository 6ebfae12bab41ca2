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
    void loginIsTheConnectionsOwn() {
        logIn(channel);
        authentication.require(channel, "find");
        assertOut(new EmbeddedChannel());
    }

    @Test
    void logoutAndAnotherLoginEndTheFirst() {
        logIn(channel);
        authentication.logout(channel);
        assertOut(channel);
        logIn(channel);
        String wrong = proof(start(channel), "another");
        assertOut(channel);
        assertCode(18, () -> resume(channel, wrong));
        assertOut(channel);
    }

    @Test
    void proofCountsOnce() {
        String proof = proof(start(channel), PASSWORD);
        resume(channel, proof);
        assertCode(17, () -> resume(channel, proof));
    }

    @Test
    void proofOfAnotherConversationIsWorthless() {
        String proof = proof(start(channel), PASSWORD);
        start(channel);
        assertCode(18, () -> resume(channel, proof));
    }

    @Test
    void emptyMessageIsNoLogin() {
        assertCode(17, () -> resume(channel, ""));
        start(channel);
        assertCode(2, () -> resume(channel, ""));
        assertOut(channel);
    }

    private void logIn(Channel client) {
        resume(client, proof(start(client), PASSWORD));
    }

    private String start(Channel client) {
        Document query = new Document("saslStart", 1)
                .append("mechanism", "SCRAM-SHA-256")
                .append("payload", new BinData("n,,n=user,r=nonce".getBytes(UTF_8)));
        return text(authentication.start(client, query));
    }

    private Document resume(Channel client, String message) {
        return authentication.resume(
                client,
                new Document("saslContinue", 1)
                        .append("conversationId", 1)
                        .append("payload", new BinData(message.getBytes(UTF_8))));
    }

    private static String proof(String challenge, String password) {
        String[] parts = challenge.split(",");
        byte[] salt = Base64.getDecoder().decode(parts[1].substring(2));
        byte[] salted = Credential.saltedPassword(password, salt, Integer.parseInt(parts[2].substring(2)));
        byte[] clientKey = Credential.hmac(salted, "Client Key");
        String withoutProof = "c=biws," + parts[0];
        byte[] signature =
                Credential.hmac(Credential.hash(clientKey), "n=user,r=nonce," + challenge + "," + withoutProof);
        return withoutProof + ",p=" + Base64.getEncoder().encodeToString(Credential.xor(clientKey, signature));
    }

    private static String text(Document reply) {
        return new String(((BinData) reply.get("payload")).getData(), UTF_8);
    }

    private void assertOut(Channel client) {
        assertCode(13, () -> authentication.require(client, "find"));
    }

    private static void assertCode(int code, ThrowingCallable call) {
        assertThatExceptionOfType(MongoServerError.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.getCode()).isEqualTo(code));
    }
}
