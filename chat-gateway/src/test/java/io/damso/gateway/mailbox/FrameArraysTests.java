package io.damso.gateway.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

class FrameArraysTests {

    private final FrameArrays arrays = new FrameArrays(new JsonMapper());

    /** Surrogate pairs at both ends, and a NUL before one. */
    static Stream<List<String>> frames() {
        return Stream.of(
                List.of("one\0"),
                List.of("one\0", "two\0", "\n", "three\0"),
                List.of("\uD800\uDC00", "\uD800\uDC00\uD800\uDC00", "\0\uD800\uDC00\0", "\uDBFF\uDFFF"),
                List.of("\uFFFF", "\uFFFD\uFFFE", "반가워요\0"));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void everyFrameIsAnElement(List<String> frames) throws Exception {
        var message = FrameArrays.message(frames.stream()
                .map(frame -> frame.getBytes(StandardCharsets.UTF_8))
                .toList());
        String array = arrays.encode(message.getPayload());
        assertThat(array).startsWith("a");
        assertThat(arrays.decode(array.substring(1))).containsExactlyElementsOf(frames);
    }
}
