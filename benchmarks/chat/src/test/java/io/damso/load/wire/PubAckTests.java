package io.damso.load.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The answers are those of nats-server 2.9. */
class PubAckTests {

    @Test
    void storedMessageHasItsNumber() {
        assertThat(read("{\"stream\":\"rooms\", \"seq\":4294967297}")).isEqualTo(new PubAck(4_294_967_297L, null));
    }

    @Test
    void refusedMessageHasTheReason() {
        assertThat(read("{\"error\":{\"code\":503,\"err_code\":10077,\"description\":\"maximum messages exceeded\"},"
                        + "\"stream\":\"rooms\",\"seq\":0}"))
                .isEqualTo(new PubAck(0, "10077 maximum messages exceeded"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "+OK", "{}", "[]", "{\"stream\":\"rooms\",\"seq\":0}", "{\"seq\":\"many\"}"})
    void anythingElseIsNoAnswer(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(ProtocolException.class);
    }

    private static PubAck read(String text) {
        byte[] bytes = ("MSG " + text + "\r\n").getBytes(StandardCharsets.UTF_8);
        return PubAck.read(bytes, 4, bytes.length - 2);
    }
}
