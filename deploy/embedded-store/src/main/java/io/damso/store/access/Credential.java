package io.damso.store.access;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the server keeps of the one user's password: enough to check a login, not enough to log in (RFC 5802 §3).
 *
 * <p>Thread-safe. Made anew at every start, so nothing of it is on the disk.
 */
public final class Credential {

    static final int ITERATIONS = 15_000;

    private static final int SALT_BYTES = 28;

    private final String user;
    private final byte[] salt;
    private final int iterations;
    private final byte[] storedKey;
    private final byte[] serverKey;
    private final byte[] saltsOfStrangers = random(Hmac.BYTES);

    private Credential(String user, String password, byte[] salt, int iterations) {
        this.user = user;
        this.salt = salt;
        this.iterations = iterations;
        byte[] salted = Hmac.saltedPassword(password, salt, iterations);
        this.storedKey = Hmac.hash(Hmac.hmac(salted, "Client Key"));
        this.serverKey = Hmac.hmac(salted, "Server Key");
    }

    /**
     * Derives the keys; takes some milliseconds, on purpose. Both texts are printable ASCII, which SASLprep leaves
     * alone.
     */
    public static Credential of(String user, String password) {
        return of(user, password, random(SALT_BYTES), ITERATIONS);
    }

    static Credential of(String user, String password, byte[] salt, int iterations) {
        return new Credential(user, password, salt, iterations);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    boolean isFor(String name) {
        return user.equals(name);
    }

    /** Returns the salt; for a stranger one that stays the same, so that nobody can find out which user there is. */
    byte[] saltFor(String name) {
        byte[] ofStranger = Arrays.copyOf(Hmac.hmac(saltsOfStrangers, name), salt.length);
        return isFor(name) ? salt.clone() : ofStranger;
    }

    int iterations() {
        return iterations;
    }

    /**
     * Returns the server's signature if the proof shows that the client knows the password, else null (RFC 5802 §3).
     */
    byte @Nullable [] serverSignature(String name, byte[] proof, String authMessage) {
        byte[] clientKey = Hmac.xor(Hmac.hmac(storedKey, authMessage), Arrays.copyOf(proof, Hmac.BYTES));
        boolean proven = MessageDigest.isEqual(Hmac.hash(clientKey), storedKey);
        return proven & proof.length == Hmac.BYTES & isFor(name) ? Hmac.hmac(serverKey, authMessage) : null;
    }
}
