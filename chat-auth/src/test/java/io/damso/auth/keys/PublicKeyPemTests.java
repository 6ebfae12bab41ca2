package io.damso.auth.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jsonwebtoken.Jwts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicKeyPemTests {

    private static final KeyPair RSA = Jwts.SIG.RS256.keyPair().build();

    @Test
    void keysOfEveryKindAreRead() {
        for (KeyPair pair : new KeyPair[] {
            RSA,
            Jwts.SIG.ES256.keyPair().build(),
            Jwts.SIG.ES384.keyPair().build(),
            Jwts.SIG.ES512.keyPair().build(),
            Jwts.SIG.EdDSA.keyPair().build()
        }) {
            assertThat(PublicKeyPem.parse(pem("PUBLIC KEY", pair.getPublic().getEncoded())))
                    .isEqualTo(pair.getPublic());
        }
    }

    @Test
    void lineEndsMayBeWrittenAsEnvironmentVariablesHoldThem() {
        String pem = pem("PUBLIC KEY", RSA.getPublic().getEncoded());
        assertThat(PublicKeyPem.parse(pem.replace("\n", "\\n"))).isEqualTo(RSA.getPublic());
        assertThat(PublicKeyPem.parse("subject=chat\n" + pem.replace("\n", "\r\n")))
                .isEqualTo(RSA.getPublic());
    }

    @Test
    void privateKeyIsRefusedWithTheRemedyAndNotRepeated() {
        String pem = pem("PRIVATE KEY", RSA.getPrivate().getEncoded());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FixedKey.ofPem("damso.auth.public-key", pem))
                .withMessageContaining("damso.auth.public-key")
                .withMessageContaining("openssl pkey")
                .withMessageNotContaining(pem.substring(60, 100));
    }

    @Test
    void whatIsNoKeyIsRefusedWithTheRemedy() {
        String one = pem("PUBLIC KEY", RSA.getPublic().getEncoded());
        assertRefused("", "0 PEM blocks");
        assertRefused(one + one, "2 PEM blocks");
        assertRefused(pem("PUBLIC KEY", new byte[40]), "no RSA, EC or Ed25519 key");
        assertRefused(pem("CERTIFICATE", new byte[40]), "no RSA, EC or Ed25519 key");
        assertRefused(pem("RSA PUBLIC KEY", RSA.getPublic().getEncoded()), "PKCS #1");
        assertRefused(pem("X509 CRL", new byte[4]), "is not a public key");
    }

    @Test
    void weakKeyIsRefused() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        assertRefused(pem("PUBLIC KEY", generator.generateKeyPair().getPublic().getEncoded()), "2048 bits");
    }

    @Test
    void fileIsRead(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("key.pem");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FixedKey.ofPemFile("damso.auth.public-key-file", file))
                .withMessageContaining("damso.auth.public-key-file")
                .withMessageContaining("key.pem");
        Files.writeString(file, pem("PUBLIC KEY", RSA.getPublic().getEncoded()));
        assertThat(FixedKey.ofPemFile("damso.auth.public-key-file", file).algorithms())
                .hasSize(6);
    }

    private static void assertRefused(String pem, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FixedKey.ofPem("damso.auth.public-key", pem))
                .withMessageContaining(reason);
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
    }
}
