package io.damso.auth.keys;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Reads a public key from PEM (RFC 7468 §13), or from a certificate in PEM (§5). */
final class PublicKeyPem {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final List<String> KINDS = List.of("RSA", "EC", "EdDSA");

    private PublicKeyPem() {}

    /**
     * Returns the key.
     *
     * @param pem text with one block; line ends may be written as {@code \n}, as is usual in environment variables
     * @throws IllegalArgumentException with the remedy, if there is no such key
     */
    static PublicKey parse(String pem) {
        List<MatchResult> blocks =
                BLOCK.matcher(pem.replace("\\n", "\n")).results().toList();
        if (blocks.size() != 1) {
            throw new IllegalArgumentException(blocks.size() + " PEM blocks found instead of one. Set one key "
                    + "that begins with -----BEGIN PUBLIC KEY-----; for several keys use damso.auth.jwks.file");
        }
        String label = blocks.getFirst().group(1);
        try {
            byte[] der = Base64.getMimeDecoder().decode(blocks.getFirst().group(2));
            return switch (label) {
                case "PUBLIC KEY" -> ofSubjectPublicKeyInfo(der);
                case "CERTIFICATE" ->
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(der))
                            .getPublicKey();
                default -> throw new IllegalArgumentException(remedy(label));
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("The PEM block contains no RSA, EC or Ed25519 key that can be read", e);
        }
    }

    private static PublicKey ofSubjectPublicKeyInfo(byte[] der) throws GeneralSecurityException {
        GeneralSecurityException last = new GeneralSecurityException("unknown kind of key");
        for (String kind : KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(der));
            } catch (GeneralSecurityException e) {
                last = e;
            }
        }
        throw last;
    }

    private static String remedy(String label) {
        if (label.endsWith("PRIVATE KEY")) {
            return "This is a private key, which only the issuer of tokens may have. Give the public one: "
                    + "'openssl pkey -in private.pem -pubout'";
        }
        if (label.equals("RSA PUBLIC KEY")) {
            return "This is a public key of PKCS #1. Change its form: "
                    + "'openssl rsa -RSAPublicKey_in -in key.pem -pubout'";
        }
        return "'" + label + "' is not a public key. Set a PEM block that begins with -----BEGIN PUBLIC KEY-----";
    }
}
