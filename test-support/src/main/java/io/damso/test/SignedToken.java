package io.damso.test;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Changes the claims of a token and signs it again (RFC 7515 §5.1); for claims that {@code TokenIssuer} does not
 * set.
 */
public final class SignedToken {

    private SignedToken() {}

    /**
     * Returns the token with an additional role; issuer, audience and times do not change.
     *
     * @param token compact token, signed with the secret by an HMAC
     */
    public static String withRole(String token, String role, String secret) {
        String[] parts = token.split("\\.");
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        String more = claims.substring(0, claims.lastIndexOf('}')) + ",\"roles\":[\"" + role + "\"]}";
        String signed = parts[0] + "." + encode(more.getBytes(StandardCharsets.UTF_8));
        return signed + "." + encode(sign(signed, algorithm(parts[0]), secret));
    }

    private static String algorithm(String header) {
        String json = new String(Base64.getUrlDecoder().decode(header), StandardCharsets.UTF_8);
        int hmac = json.indexOf("\"HS");
        if (hmac < 0) {
            throw new IllegalArgumentException("Not signed by an HMAC: " + json);
        }
        return "HmacSHA" + json.substring(hmac + 3, hmac + 6);
    }

    private static byte[] sign(String text, String algorithm, String secret) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
            return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
