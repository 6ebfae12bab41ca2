package io.damso.load.peer.jetstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.damso.bench.scenario.BenchmarkException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The answers are those of nats-server 2.9, shortened. */
class StreamInfoTests {

    @Test
    void messagesAreCountedBySubject() {
        StreamInfo info = read("{\"type\":\"io.nats.jetstream.api.v1.stream_info_response\",\"total\":1,"
                + "\"config\":{\"name\":\"rooms\",\"subjects\":[\"rooms.*\"]},"
                + "\"state\":{\"messages\":8,\"num_subjects\":2,\"subjects\":{\"rooms.1\":5,\"rooms.10\":3}}}");
        assertThat(info.messages("rooms.1")).isEqualTo(5);
        assertThat(info.messages("rooms.10")).isEqualTo(3);
        assertThat(info.messages("rooms.2")).isZero();
    }

    @Test
    void subjectWithoutMessagesIsNotNamedAndCountsZero() {
        assertThat(read("{\"total\":0,\"state\":{\"messages\":8,\"num_subjects\":1}}")
                        .messages("rooms.1"))
                .isZero();
    }

    @Test
    void refusalIsNoCount() {
        String refusal =
                "{\"error\":{\"code\":404,\"err_code\":10059,\"description\":\"stream not found\"},\"total\":0}";
        assertThatThrownBy(() -> read(refusal))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("stream not found");
    }

    @Test
    void answerThatIsNotJsonIsNoCount() {
        assertThatThrownBy(() -> read("-ERR")).isInstanceOf(BenchmarkException.class);
    }

    private static StreamInfo read(String answer) {
        return StreamInfo.of(JetStreamApi.answer(answer.getBytes(StandardCharsets.UTF_8)));
    }
}
