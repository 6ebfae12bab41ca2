package io.damso.store.access;

import io.damso.store.refusal.ServerError;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The server side of one login with SCRAM-SHA-256 (RFC 5802, RFC 7677). As in MongoDB, channel binding is not
 * supported.
 */
final class ScramExchange {

    private static final int NONCE_BYTES = 24;
    private static final int MAX_MESSAGE = 4096;

    /**
     * The client-first-message (RFC 5802 §7) without channel binding ("p="), which requires TLS, without an authzid,
     * which would name another user, and without mandatory extensions ("m=").
     */
    private static final Pattern CLIENT_FIRST =
            Pattern.compile("(?<header>[ny],,)(?<bare>n=(?<user>[^,]+),r=(?<nonce>[^,]+)(,[^,]+)*)");

    private static final Pattern CLIENT_FINAL = Pattern.compile(
            "(?<withoutProof>c=(?<header>[^,]+),r=(?<nonce>[^,]+)(,[^,]+)*),p=(?<proof>[A-Za-z0-9+/]+={0,2})");

    private final Credential credential;
    private final String user;
    private final String header;
    private final String nonce;
    private final String clientFirstBare;
    private final String serverFirst;

    /**
     * Starts with the client-first-message.
     *
     * @throws de.bwaldvogel.mongo.exception.MongoServerError with code 2 if the message is malformed
     */
    ScramExchange(Credential credential, byte[] clientFirst, String serverNonce) {
        Matcher message = parsed(CLIENT_FIRST, clientFirst);
        this.credential = credential;
        this.header = message.group("header");
        this.clientFirstBare = message.group("bare");
        this.user = message.group("user").replace("=2C", ",").replace("=3D", "=");
        this.nonce = message.group("nonce") + serverNonce;
        this.serverFirst = "r=" + nonce + ",s=" + base64(credential.saltFor(user)) + ",i=" + credential.iterations();
    }

    /** Starts with the client-first-message and a new nonce. */
    static ScramExchange start(Credential credential, byte[] clientFirst) {
        return new ScramExchange(credential, clientFirst, base64(Credential.random(NONCE_BYTES)));
    }

    /** Returns the server-first-message. */
    byte[] challenge() {
        return utf8(serverFirst);
    }

    /**
     * Returns the server-final-message for the client-final-message. Must be called at most once.
     *
     * @return null if the user or the password is wrong, or if the message belongs to another exchange
     * @throws de.bwaldvogel.mongo.exception.MongoServerError with code 2 if the message is malformed
     */
    byte @Nullable [] verify(byte[] clientFinal) {
        Matcher message = parsed(CLIENT_FINAL, clientFinal);
        boolean sameExchange = message.group("header").equals(base64(utf8(header)))
                & message.group("nonce").equals(nonce);
        String authMessage = clientFirstBare + "," + serverFirst + "," + message.group("withoutProof");
        byte[] signature = credential.serverSignature(user, decoded(message.group("proof")), authMessage);
        return sameExchange && signature != null ? utf8("v=" + base64(signature)) : null;
    }

    private static Matcher parsed(Pattern pattern, byte[] message) {
        Matcher matcher = pattern.matcher(new String(message, StandardCharsets.UTF_8));
        if (message.length > MAX_MESSAGE || !matcher.matches()) {
            throw malformed();
        }
        return matcher;
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static RuntimeException malformed() {
        return ServerError.BAD_VALUE.because("Malformed SCRAM message");
    }
}
