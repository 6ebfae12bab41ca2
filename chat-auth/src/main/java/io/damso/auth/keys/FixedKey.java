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

/** One key for all tokens, whatever {@code kid} they name. */
public final class FixedKey implements KeySource {

    private final Key key;
    private final List<SecureDigestAlgorithm<?, ?>> algorithms;

    private FixedKey(Key key) {
        this.key = key;
        this.algorithms = KeyAlgorithms.of(key);
    }

    /** Takes an HMAC secret of 32 bytes or more. */
    public static FixedKey ofSecret(String secret) {
        return new FixedKey(Keys.hmacShaKeyFor(secret.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Takes a public key or certificate.
     *
     * @param setting name of the setting that holds it, for the message
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
     * Takes a file with a public key or certificate.
     *
     * @param setting name of the setting that names the file, for the message
     * @throws IllegalArgumentException with the remedy, if it cannot be read or used
     */
    public static FixedKey ofPemFile(String setting, Path file) {
        try {
            return ofPem(setting, Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new IllegalArgumentException(setting + ": " + file + " cannot be read (" + e + "); name a PEM file "
                    + "that this process may read", e);
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
