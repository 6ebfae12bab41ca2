package io.damso.store.access;

import io.damso.store.refusal.ServerError;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One client's login by SCRAM-SHA-256 (RFC 5802, RFC 7677), the server's side; without channel binding, as MongoDB. */
final class ScramExchange {

    private static final int NONCE_BYTES = 24;
    private static final int MAX_MESSAGE = 4096;

    private final Credential credential;
    private final String user;
    private final String header;
    private final String nonce;
    private final String clientFirstBare;
    private final String serverFirst;

    private ScramExchange(Credential credential, String clientFirst, String serverNonce) {
        this.credential = credential;
        this.header = header(clientFirst);
        this.clientFirstBare = clientFirst.substring(header.length());
        Map<Character, String> attributes = attributes(clientFirstBare);
        this.user = required(attributes, 'n').replace("=2C", ",").replace("=3D", "=");
        this.nonce = required(attributes, 'r') + serverNonce;
        this.serverFirst = "r=" + nonce + ",s=" + base64(credential.saltFor(user)) + ",i=" + credential.iterations();
    }

    /**
     * Begins with the client-first-message.
     *
     * @throws de.bwaldvogel.mongo.exception.MongoServerError if it is none
     */
    static ScramExchange start(Credential credential, byte[] clientFirst) {
        byte[] random = new byte[NONCE_BYTES];
        new SecureRandom().nextBytes(random);
        return start(credential, clientFirst, base64(random));
    }

    static ScramExchange start(Credential credential, byte[] clientFirst, String serverNonce) {
        return new ScramExchange(credential, text(clientFirst), serverNonce);
    }

    /** Returns the server-first-message. */
    byte[] challenge() {
        return serverFirst.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Returns the server-final-message to the client-final-message; null if the user or the password is wrong, or if
     * the message does not belong to this exchange. May be called once.
     */
    byte @Nullable [] verify(byte[] clientFinal) {
        String message = text(clientFinal);
        int proofStart = message.lastIndexOf(",p=");
        if (proofStart < 0) {
            throw malformed();
        }
        Map<Character, String> attributes = attributes(message);
        boolean sameExchange = required(attributes, 'c').equals(base64(header.getBytes(StandardCharsets.UTF_8)))
                & required(attributes, 'r').equals(nonce);
        String authMessage = clientFirstBare + "," + serverFirst + "," + message.substring(0, proofStart);
        byte[] signature = credential.serverSignature(user, decoded(required(attributes, 'p')), authMessage);
        return sameExchange && signature != null ? ("v=" + base64(signature)).getBytes(StandardCharsets.UTF_8) : null;
    }

    private static String text(byte[] message) {
        if (message.length > MAX_MESSAGE) {
            throw malformed();
        }
        return new String(message, StandardCharsets.UTF_8);
    }

    /** Returns the gs2-header, such as "n,,". */
    private static String header(String clientFirst) {
        int first = clientFirst.indexOf(',');
        int second = clientFirst.indexOf(',', first + 1);
        // "p=" asks for channel binding, which needs TLS; an authzid would be another user
        if (second != first + 1 || first != 1 || "ny".indexOf(clientFirst.charAt(0)) < 0) {
            throw malformed();
        }
        return clientFirst.substring(0, second + 1);
    }

    private static Map<Character, String> attributes(String message) {
        Map<Character, String> attributes = new HashMap<>();
        for (String attribute : message.split(",", -1)) {
            // "m" is a mandatory extension, of which there is none (RFC 5802 §5.1)
            if (attribute.length() < 2 || attribute.charAt(1) != '=' || attribute.charAt(0) == 'm') {
                throw malformed();
            }
            if (attributes.put(attribute.charAt(0), attribute.substring(2)) != null) {
                throw malformed();
            }
        }
        return attributes;
    }

    private static String required(Map<Character, String> attributes, char name) {
        String value = attributes.get(name);
        if (value == null || value.isEmpty()) {
            throw malformed();
        }
        return value;
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static RuntimeException malformed() {
        return ServerError.BAD_VALUE.because("Malformed SCRAM message");
    }
}
