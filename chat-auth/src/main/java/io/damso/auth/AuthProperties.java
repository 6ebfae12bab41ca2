package io.damso.auth;

import io.damso.auth.keys.PublishedKeys;
import jakarta.validation.Valid;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How tokens are verified. Exactly one of secret, publicKey, publicKeyFile, jwks.url and jwks.file gives the key.
 *
 * @param secret HMAC key that signs the tokens; at least 32 bytes (RFC 7518 §3.2)
 * @param publicKey public key that verifies the tokens (RSA from 2048 bits, EC P-256, P-384 or P-521, Ed25519), as PEM
 *     text
 * @param publicKeyFile file with that key, or with its certificate
 * @param jwks keys that the issuer publishes and changes
 * @param issuers comma-separated list of issuers; a token's iss must be one of them; empty accepts any
 * @param audiences comma-separated list of audiences; a token's aud must contain one of them; empty accepts any
 * @param clockSkew maximum difference between the clocks of issuer and services; whole seconds, at most 10m
 * @param requireExpiry whether tokens without exp are refused
 * @param rolesClaim claim with the roles of the user; a path has dots, such as realm_access.roles
 * @param maxTokenSize maximum length of a token, 512B to 64KB
 */
@ConfigurationProperties("damso.auth")
@Validated
public record AuthProperties(
        @Nullable String secret,
        @Nullable String publicKey,
        @Nullable Path publicKeyFile,
        @Valid Jwks jwks,
        List<String> issuers,
        List<String> audiences,

        @DurationMin(message = "set 0s to 10m") @DurationMax(minutes = 10, message = "set 0s to 10m")
        Duration clockSkew,

        boolean requireExpiry,
        String rolesClaim,
        DataSize maxTokenSize) {

    private static final int MIN_SECRET_BYTES = 32;
    private static final DataSize SMALLEST_TOKEN = DataSize.ofBytes(512);
    private static final DataSize LARGEST_TOKEN = DataSize.ofKilobytes(64);

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException with the remedy, if there is no key or more than one source of keys, or if a
     *     value is out of its bounds
     */
    @ConstructorBinding
    public AuthProperties(
            @Nullable String secret,
            @Nullable String publicKey,
            @Nullable Path publicKeyFile,
            @DefaultValue Jwks jwks,
            @DefaultValue List<String> issuers,
            @DefaultValue List<String> audiences,
            @DefaultValue("5s") Duration clockSkew,
            @DefaultValue("true") boolean requireExpiry,
            @DefaultValue("roles") String rolesClaim,
            @DefaultValue("8KB") DataSize maxTokenSize) {
        this.secret = emptyAsNull(secret);
        this.publicKey = emptyAsNull(publicKey);
        this.publicKeyFile = emptyAsNull(publicKeyFile);
        this.jwks = jwks;
        this.issuers = List.copyOf(issuers);
        this.audiences = List.copyOf(audiences);
        this.clockSkew = clockSkew;
        this.requireExpiry = requireExpiry;
        this.rolesClaim = rolesClaim;
        this.maxTokenSize = maxTokenSize;
        requireOneKeySource();
        requireLongSecret(this.secret);
        requireBounds();
    }

    /** Creates settings with a secret, and defaults for everything else. */
    public AuthProperties(@Nullable String secret, Duration clockSkew) {
        this(secret, null, null, Jwks.NONE, List.of(), List.of(), clockSkew, true, "roles", DataSize.ofKilobytes(8));
    }

    private void requireOneKeySource() {
        Map<String, @Nullable Object> sources = new LinkedHashMap<>();
        sources.put("damso.auth.secret", secret);
        sources.put("damso.auth.public-key", publicKey);
        sources.put("damso.auth.public-key-file", publicKeyFile);
        sources.put("damso.auth.jwks.url", jwks.url());
        sources.put("damso.auth.jwks.file", jwks.file());
        sources.values().removeIf(value -> value == null);
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("damso.auth.secret is not set. Set the environment variable "
                    + "DAMSO_AUTH_SECRET to the key that signs your tokens, for example the output of "
                    + "'openssl rand -base64 48'. If your tokens are signed with a private key, set instead "
                    + "DAMSO_AUTH_JWKS_URL to the address of the issuer's JWK set, or DAMSO_AUTH_PUBLICKEYFILE to a "
                    + "PEM file with the public key");
        }
        if (sources.size() > 1) {
            throw new IllegalArgumentException(String.join(" and ", sources.keySet()) + " are set, but only one source "
                    + "of keys is allowed. Keep the one that your tokens are signed with and remove the others, also "
                    + "from the environment and the directory of secrets");
        }
    }

    private static void requireLongSecret(@Nullable String secret) {
        if (secret != null && secret.getBytes(StandardCharsets.UTF_8).length < MIN_SECRET_BYTES) {
            throw new IllegalArgumentException("damso.auth.secret is shorter than " + MIN_SECRET_BYTES
                    + " bytes. Set DAMSO_AUTH_SECRET to a longer key, for example the output of "
                    + "'openssl rand -base64 48'");
        }
    }

    private void requireBounds() {
        if (maxTokenSize.compareTo(SMALLEST_TOKEN) < 0 || maxTokenSize.compareTo(LARGEST_TOKEN) > 0) {
            throw new IllegalArgumentException("damso.auth.max-token-size is " + maxTokenSize + "; set 512B to 64KB");
        }
        if (issuers.stream().anyMatch(String::isBlank) || audiences.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("damso.auth.issuers or damso.auth.audiences holds an empty entry; "
                    + "separate the entries by single commas");
        }
    }

    private static <T> @Nullable T emptyAsNull(@Nullable T value) {
        return value == null || value.toString().isBlank() ? null : value;
    }

    @Override
    public String toString() {
        return "AuthProperties[issuers=" + issuers + ", audiences=" + audiences + ", clockSkew=" + clockSkew + "]";
    }

    /**
     * Keys that the issuer publishes as a JWK set (RFC 7517 §5).
     *
     * @param url address of the issuer's JWK set, http or https
     * @param file file with a JWK set; it is read again like a URL
     * @param refreshAfter age at which the keys are read again; at least 1s
     * @param retryAfter minimum pause between two requests, also after a failure or an unknown key; at least 1s
     * @param timeout maximum time of one request, 100ms to 30s
     * @param maxSize maximum size of the JWK set, 1KB to 4MB
     */
    public record Jwks(
            @Nullable URI url,
            @Nullable Path file,

            @DefaultValue("10m") @DurationMin(seconds = 1, message = "set 1s or more")
            Duration refreshAfter,

            @DefaultValue("10s") @DurationMin(seconds = 1, message = "set 1s or more")
            Duration retryAfter,

            @DefaultValue("3s")
            @DurationMin(millis = 100, message = "set 100ms to 30s")
            @DurationMax(seconds = 30, message = "set 100ms to 30s")
            Duration timeout,

            @DefaultValue("256KB") DataSize maxSize) {

        private static final DataSize SMALLEST = DataSize.ofKilobytes(1);
        private static final DataSize LARGEST = DataSize.ofMegabytes(4);

        // Behind the bounds, which its constructor needs.
        static final Jwks NONE = new Jwks(
                null,
                null,
                Duration.ofMinutes(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(3),
                DataSize.ofKilobytes(256));

        /**
         * Checks the settings.
         *
         * @throws IllegalArgumentException if the URL is neither http nor https, or a value is out of its bounds
         */
        public Jwks {
            url = emptyAsNull(url);
            file = emptyAsNull(file);
            if (url != null && (url.getHost() == null || !isHttp(url))) {
                throw new IllegalArgumentException(
                        "damso.auth.jwks.url is not an http or https URL. Set it to the address at which the "
                                + "issuer of your tokens publishes its keys (jwks_uri in its OpenID configuration), or "
                                + "use damso.auth.jwks.file");
            }
            if (maxSize.compareTo(SMALLEST) < 0 || maxSize.compareTo(LARGEST) > 0) {
                throw new IllegalArgumentException("damso.auth.jwks.max-size is " + maxSize + "; set 1KB to 4MB");
            }
        }

        PublishedKeys.Times times() {
            return new PublishedKeys.Times(refreshAfter, retryAfter, timeout);
        }

        private static boolean isHttp(URI url) {
            return "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
        }
    }
}
