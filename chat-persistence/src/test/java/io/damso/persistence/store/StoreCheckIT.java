package io.damso.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.test.MongoStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StoreCheckIT {

    @RegisterExtension
    static final MongoStore mongo = new MongoStore();

    @Test
    void storeThatAnswersIsFine() {
        assertThat(StoreCheck.mistake(mongo.uri())).isEmpty();
    }

    @Test
    void storeThatClosesTheConnectionIsNamed() {
        mongo.disconnect();
        try {
            assertThat(StoreCheck.mistake(mongo.uri()))
                    .get()
                    .asString()
                    .contains("127.0.0.1:", "closes the connection")
                    .doesNotContain("Exception");
        } finally {
            mongo.reconnect();
        }
    }

    @Test
    void portWithoutListenerAndHostWithoutAddressAreNamed() {
        assertThat(StoreCheck.mistake("mongodb://user:word-of-pass@127.0.0.1:1,host.invalid:2/damso"))
                .get()
                .asString()
                .contains("127.0.0.1:1: connection refused; host.invalid:2: no such host")
                .doesNotContain("word-of-pass");
    }

    @Test
    void textThatIsNoUriIsNamed() {
        assertThat(StoreCheck.mistake("localhost")).contains("the URI is not valid.");
    }
}
