package io.damso.auth;

import io.damso.auth.keys.PublishedKeys;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How tokens are checked. Exactly one of secret, publicKey, publicKeyFile, jwks.url and jwks.file says with which key.
 *
 * @param secret HMAC key that signs the tokens; at least 32 bytes (RFC 7518 §3.2)
 * @param publicKey public key that checks the tokens (RSA from 2048 bits, EC P-256, P-384 or P-521, Ed25519), as PEM
 *     text
 * @param publicKeyFile file with that key, or with its certificate
 * @param jwks keys that the issuer publishes and changes
 * @param issuers comma-separated list of issuers; a token's iss must be one of them; empty does not look at it
 * @param audiences comma-separated list of audiences; a token's aud must hold one of them; empty does not look at it
 * @param clockSkew how far the clocks of issuer and services may differ; whole seconds, at most 10m
 * @param requireExpiry whether tokens without exp are refused
 * @param rolesClaim claim that holds the roles of the user; a path is written with dots, such as realm_access.roles
 * @param maxTokenSize longest token that is looked at, 512B to 64KB
 */
@ConfigurationProperties("damso.auth")
public record AuthProperties(
        @Nullable String secret,
        @Nullable String publicKey,
        @Nullable Path publicKeyFile,
        Jwks jwks,
        List<String> issuers,
        List<String> audiences,
        Duration clockSkew,
        boolean requireExpiry,
        String rolesClaim,
        DataSize maxTokenSize) {

    private static final int MIN_SECRET_BYTES = 32;
    private static final Duration MAX_SKEW = Duration.ofMinutes(10);
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
                    + "DAMSO_AUTH_JWKS_URL to where their issuer publishes its keys, or DAMSO_AUTH_PUBLICKEYFILE to a "
                    + "PEM file with the public key");
        }
        if (sources.size() > 1) {
            throw new IllegalArgumentException(String.join(" and ", sources.keySet()) + " are set, but tokens are "
                    + "checked with one source of keys only. Keep the one that your tokens are signed with and "
                    + "remove the others, also from the environment and the directory of secrets");
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
        if (clockSkew.isNegative() || clockSkew.compareTo(MAX_SKEW) > 0) {
            throw new IllegalArgumentException("damso.auth.clock-skew is " + clockSkew + "; set 0s to 10m");
        }
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
     * @param url where the issuer publishes its keys, http or https
     * @param file file with such keys; it is read again when they may have changed
     * @param refreshAfter age at which keys are asked for again, at least 1s
     * @param retryAfter pause between two questions, also when tokens name unknown keys or the last question failed; at
     *     least 1s
     * @param timeout how long one question may take, 100ms to 30s
     * @param maxSize largest answer that is read, 1KB to 4MB
     */
    public record Jwks(
            @Nullable URI url,
            @Nullable Path file,
            @DefaultValue("10m") Duration refreshAfter,
            @DefaultValue("10s") Duration retryAfter,
            @DefaultValue("3s") Duration timeout,
            @DefaultValue("256KB") DataSize maxSize) {

        private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
        private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(100);
        private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(30);
        private static final DataSize SMALLEST = DataSize.ofKilobytes(1);
        private static final DataSize LARGEST = DataSize.ofMegabytes(4);

        // Behind the bounds, which its constructor needs.
        static final Jwks NONE = new Jwks(null, null, Duration.ofMinutes(10), Duration.ofSeconds(10),
                Duration.ofSeconds(3), DataSize.ofKilobytes(256));

        /**
         * Checks the settings.
         *
         * @throws IllegalArgumentException if the URL is neither http nor https, or a value is out of its bounds
         */
        public Jwks {
            url = emptyAsNull(url);
            file = emptyAsNull(file);
            if (url != null && (url.getHost() == null || !isHttp(url))) {
                throw new IllegalArgumentException("damso.auth.jwks.url is no http or https URL. Set it to where the "
                        + "issuer of your tokens publishes its keys (jwks_uri in its OpenID configuration), or use "
                        + "damso.auth.jwks.file");
            }
            if (refreshAfter.compareTo(SHORTEST_PAUSE) < 0 || retryAfter.compareTo(SHORTEST_PAUSE) < 0) {
                throw new IllegalArgumentException("damso.auth.jwks.refresh-after is " + refreshAfter
                        + " and damso.auth.jwks.retry-after is " + retryAfter + "; set 1s or more");
            }
            if (timeout.compareTo(SHORTEST_TIMEOUT) < 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
                throw new IllegalArgumentException("damso.auth.jwks.timeout is " + timeout + "; set 100ms to 30s");
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
