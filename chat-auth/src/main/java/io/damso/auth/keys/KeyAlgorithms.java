package io.damso.auth.keys;

import io.jsonwebtoken.Jwts.SIG;
import io.jsonwebtoken.security.SecureDigestAlgorithm;
import java.security.Key;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import javax.crypto.SecretKey;

/**
 * The algorithms of a key (RFC 7518 §3.1, RFC 8037 §3.1). The key decides, not the token: otherwise the bytes of a
 * public key could serve as an HMAC secret.
 */
final class KeyAlgorithms {

    /** All algorithms for public keys. */
    static final List<SecureDigestAlgorithm<?, ?>> ASYMMETRIC = List.of(
            SIG.RS256, SIG.RS384, SIG.RS512, SIG.PS256, SIG.PS384, SIG.PS512, SIG.ES256, SIG.ES384, SIG.ES512,
            SIG.EdDSA);

    private static final int MIN_RSA_BITS = 2048;

    private KeyAlgorithms() {}

    /** Returns the algorithms of the key; empty if it is too weak or of an unknown kind. */
    static List<SecureDigestAlgorithm<?, ?>> of(Key key) {
        return switch (key) {
            case SecretKey secret -> ofSecret(secret.getEncoded().length * Byte.SIZE);
            case RSAPublicKey rsa
            when rsa.getModulus().bitLength() >= MIN_RSA_BITS ->
                List.of(SIG.RS256, SIG.RS384, SIG.RS512, SIG.PS256, SIG.PS384, SIG.PS512);
            case ECPublicKey ec -> ofCurve(ec.getParams().getOrder().bitLength());
            case EdECPublicKey ed -> List.of(SIG.EdDSA);
            default -> List.of();
        };
    }

    private static List<SecureDigestAlgorithm<?, ?>> ofSecret(int bits) {
        return List.of(SIG.HS256, SIG.HS384, SIG.HS512).stream()
                .filter(algorithm -> algorithm.getKeyBitLength() <= bits)
                .<SecureDigestAlgorithm<?, ?>>map(algorithm -> algorithm)
                .toList();
    }

    private static List<SecureDigestAlgorithm<?, ?>> ofCurve(int bits) {
        return switch (bits) {
            case 256 -> List.of(SIG.ES256);
            case 384 -> List.of(SIG.ES384);
            case 521 -> List.of(SIG.ES512);
            default -> List.of();
        };
    }
}
