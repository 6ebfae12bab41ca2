package io.damso.store.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import org.h2.security.SHA256;
import org.jspecify.annotations.Nullable;

/**
 * Data derived from the password of the user. It is sufficient to verify a login, but not to log in (RFC 5802 §3). The
 * functions are those of RFC 5802 §2.2, with SHA-256 (RFC 7677).
 *
 * <p>Thread-safe. Derived at every start and never written to the disk.
 */
public final class Credential {

    private static final int ITERATIONS = 15_000;
    private static final int SALT_BYTES = 28;
    private static final int HASH_BYTES = 32;

    private final String user;
    private final byte[] salt;
    private final int iterations;
    private final byte[] storedKey;
    private final byte[] serverKey;
    private final byte[] saltsOfStrangers = random(HASH_BYTES);

    Credential(String user, String password, byte[] salt, int iterations) {
        this.user = user;
        this.salt = salt;
        this.iterations = iterations;
        byte[] salted = saltedPassword(password, salt, iterations);
        this.storedKey = hash(hmac(salted, "Client Key"));
        this.serverKey = hmac(salted, "Server Key");
    }

    /**
     * Derives the keys. This takes some milliseconds by design.
     *
     * @param user printable ASCII, which SASLprep does not change
     * @param password printable ASCII
     */
    public static Credential of(String user, String password) {
        return new Credential(user, password, random(SALT_BYTES), ITERATIONS);
    }

    static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    /**
     * Returns the salt of a user. An unknown user gets a salt that does not change, so that clients cannot find out
     * which user exists.
     */
    byte[] saltFor(String name) {
        byte[] ofStranger = Arrays.copyOf(hmac(saltsOfStrangers, name), salt.length);
        return user.equals(name) ? salt.clone() : ofStranger;
    }

    int iterations() {
        return iterations;
    }

    /** Verifies a proof (RFC 5802 §3). Returns the server's signature, or null if the user or the proof is wrong. */
    byte @Nullable [] serverSignature(String name, byte[] proof, String authMessage) {
        byte[] clientKey = xor(hmac(storedKey, authMessage), Arrays.copyOf(proof, HASH_BYTES));
        boolean proven = MessageDigest.isEqual(hash(clientKey), storedKey);
        return proven & proof.length == HASH_BYTES & user.equals(name) ? hmac(serverKey, authMessage) : null;
    }

    static byte[] hash(byte[] input) {
        return SHA256.getHash(input, false);
    }

    static byte[] hmac(byte[] key, String text) {
        return SHA256.getHMAC(key, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] saltedPassword(String password, byte[] salt, int iterations) {
        return SHA256.getPBKDF2(password.getBytes(StandardCharsets.UTF_8), salt, iterations, HASH_BYTES);
    }

    static byte[] xor(byte[] a, byte[] b) {
        byte[] result = a.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] ^= b[i];
        }
        return result;
    }
}
