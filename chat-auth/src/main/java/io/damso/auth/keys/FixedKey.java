package io.damso.auth.keys;

import io.jsonwebtoken.JwsHeader;
import io.jsonwebtoken.security.Keys;
import io.jsonwebtoken.security.SecureDigestAlgorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.util.Collection;
import java.util.List;

/** One key for all tokens; {@code kid} is ignored. */
public final class FixedKey implements KeySource {

    private final Key key;
    private final List<SecureDigestAlgorithm<?, ?>> algorithms;

    private FixedKey(Key key) {
        this.key = key;
        this.algorithms = KeyAlgorithms.of(key);
    }

    /** Creates a source with an HMAC secret of at least 32 bytes. */
    public static FixedKey ofSecret(String secret) {
        return new FixedKey(Keys.hmacShaKeyFor(secret.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Creates a source with a public key or certificate.
     *
     * @param setting name of the setting with the key, for the message
     * @throws IllegalArgumentException with the remedy, if it cannot be used
     */
    public static FixedKey ofPem(String setting, String pem) {
        FixedKey fixed;
        try {
            fixed = new FixedKey(PublicKeyPem.parse(pem));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(setting + ": " + e.getMessage(), e);
        }
        if (fixed.algorithms.isEmpty()) {
            throw new IllegalArgumentException(setting + " is too short or of an unknown kind; use an RSA key of 2048 "
                    + "bits or more, an EC key on P-256, P-384 or P-521, or an Ed25519 key");
        }
        return fixed;
    }

    /**
     * Creates a source with a file that contains a public key or certificate.
     *
     * @param setting name of the setting with the file's path, for the message
     * @throws IllegalArgumentException with the remedy, if it cannot be read or used
     */
    public static FixedKey ofPemFile(String setting, Path file) {
        try {
            return ofPem(setting, Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    setting + ": " + file + " cannot be read (" + e + "); name a PEM file "
                            + "that this process may read",
                    e);
        }
    }

    @Override
    public Collection<SecureDigestAlgorithm<?, ?>> algorithms() {
        return algorithms;
    }

    @Override
    public Key find(JwsHeader header) {
        return key;
    }
}
