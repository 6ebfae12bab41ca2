package io.damso.system.wire;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A JSON Web Token with arbitrary claims and an arbitrary signature (RFC 7515 §3.1). */
public final class ForgedToken {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private ForgedToken() {}

    /** Returns an unsigned token, with its empty last part. */
    public static String unsigned(String header, String claims) {
        return encode(header) + "." + encode(claims) + ".";
    }

    /**
     * Returns a token signed with HMAC.
     *
     * @param algorithm of Java, such as {@code HmacSHA256}
     */
    public static String signed(String header, String claims, String algorithm, byte[] key) {
        try {
            String content = encode(header) + "." + encode(claims);
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return content + "." + BASE64.encodeToString(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns a token signed with HS256. */
    public static String hs256(String claims, byte[] key) {
        return signed("{\"alg\":\"HS256\"}", claims, "HmacSHA256", key);
    }

    private static String encode(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
