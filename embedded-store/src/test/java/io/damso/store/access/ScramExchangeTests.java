package io.damso.store.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the example of RFC 7677 §3. */
class ScramExchangeTests {

    private static final String CLIENT_FIRST = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO";
    private static final String SERVER_NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private static final String NONCE = "rOprNGfwEbeRWgbNEkqO" + SERVER_NONCE;
    private static final String PROOF = "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    private static final String CLIENT_FINAL = "c=biws,r=" + NONCE + ",p=" + PROOF;
    private static final byte[] SALT = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");

    private final Credential pencil = new Credential("user", "pencil", SALT, 4096);

    @Test
    void exampleOfTheStandardSucceeds() {
        ScramExchange exchange = exchange(pencil, CLIENT_FIRST);
        assertThat(exchange.challenge()).asString().isEqualTo("r=" + NONCE + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
        assertThat(exchange.verify(CLIENT_FINAL.getBytes(UTF_8)))
                .asString()
                .isEqualTo("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    }

    @Test
    void anotherPasswordOrUserFails() {
        Credential eraser = new Credential("user", "eraser", SALT, 4096);
        assertThat(exchange(eraser, CLIENT_FIRST).verify(CLIENT_FINAL.getBytes(UTF_8)))
                .isNull();
        Credential another = new Credential("resu", "pencil", SALT, 4096);
        assertThat(exchange(another, CLIENT_FIRST).verify(CLIENT_FINAL.getBytes(UTF_8)))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c=biws,r=rOprNGfwEbeRWgbNEkqO,p=" + PROOF,
                "c=eSws,r=" + NONCE + ",p=" + PROOF,
                "c=biws,r=" + NONCE + ",p=",
                "c=biws,r=" + NONCE + ",p=AAAA",
                "c=biws,r=" + NONCE + ",p=?",
                "c=biws,r=" + NONCE,
                ""
            })
    void finalMessageOfAnotherExchangeNeverSucceeds(String clientFinal) {
        ScramExchange exchange = exchange(pencil, CLIENT_FIRST);
        byte[] answer;
        try {
            answer = exchange.verify(clientFinal.getBytes(UTF_8));
        } catch (MongoServerError e) {
            answer = null;
        }
        assertThat(answer).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "n=user,r=x",
                "p=tls-unique,,n=user,r=x",
                "n,a=admin,n=user,r=x",
                "n,,r=x",
                "n,,n=user",
                "n,,n=,r=x",
                "n,,n=user,n=user,r=x",
                "n,,m=ext,n=user,r=x",
                "n,,n=user,r="
            })
    void malformedFirstMessageIsRefused(String clientFirst) {
        assertThatExceptionOfType(MongoServerError.class)
                .isThrownBy(() -> exchange(pencil, clientFirst))
                .satisfies(e -> assertThat(e.getCode()).isEqualTo(2));
    }

    @Test
    void strangersGetTheSameSaltEveryTimeAndNoneAnothers() {
        assertThat(pencil.saltFor("stranger"))
                .isEqualTo(pencil.saltFor("stranger"))
                .hasSameSizeAs(SALT)
                .isNotEqualTo(SALT)
                .isNotEqualTo(pencil.saltFor("another"));
    }

    @Test
    void noncesAndSaltsAreNew() {
        byte[] first = CLIENT_FIRST.getBytes(UTF_8);
        assertThat(ScramExchange.start(pencil, first).challenge())
                .isNotEqualTo(ScramExchange.start(pencil, first).challenge());
        assertThat(Credential.of("user", "pencil").saltFor("user"))
                .isNotEqualTo(Credential.of("user", "pencil").saltFor("user"));
    }

    private static ScramExchange exchange(Credential credential, String clientFirst) {
        return new ScramExchange(credential, clientFirst.getBytes(UTF_8), SERVER_NONCE);
    }
}
