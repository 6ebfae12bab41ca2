package io.damso.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StompFrameReaderTests {

    private static final int LIMIT = 64;

    private final StompFrameReader reader = new StompFrameReader(LIMIT);

    private List<StompFrame> read(String piece) {
        return reader.read(piece.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void bodyEndsAtTheNulWithoutContentLength() {
        assertThat(read("MESSAGE\nsubscription:s\n\nhé\0"))
                .containsExactly(new StompFrame(StompCommand.MESSAGE, Map.of("subscription", "s"), "hé"));
    }

    @Test
    void contentLengthIsOfBytesAndAllowsNul() {
        assertThat(read("MESSAGE\ncontent-length:4\n\né\0a\0"))
                .containsExactly(new StompFrame(StompCommand.MESSAGE, Map.of("content-length", "4"), "é\0a"));
    }

    @Test
    void linesMayEndWithCarriageReturn() {
        assertThat(read("RECEIPT\r\nreceipt-id:1\r\n\r\n\0"))
                .containsExactly(new StompFrame(StompCommand.RECEIPT, Map.of("receipt-id", "1"), ""));
    }

    @Test
    void heartBeatsAreNoFrames() {
        assertThat(read("\n")).isEmpty();
        assertThat(read("\r\n\n")).isEmpty();
        assertThat(read("\nRECEIPT\n\n\0\n\n\r\nRECEIPT\n\n\0\n")).hasSize(2);
        assertThat(read("\n".repeat(10 * LIMIT))).isEmpty();
    }

    @Test
    void frameIsCompleteWithItsLastPieceOnly() {
        assertThat(read("MESS")).isEmpty();
        assertThat(read("AGE\ncontent-length:3\n")).isEmpty();
        assertThat(read("\nab")).isEmpty();
        assertThat(read("c")).isEmpty();
        assertThat(read("\0RECEIPT\n\n")).extracting(StompFrame::body).containsExactly("abc");
        assertThat(read("\0")).extracting(StompFrame::command).containsExactly(StompCommand.RECEIPT);
    }

    @Test
    void firstOfRepeatedHeadersCounts() {
        assertThat(read("RECEIPT\na:1\na:2\n\n\0").getFirst().header("a")).isEqualTo("1");
    }

    @Test
    void headersAreUnescapedExceptForConnected() {
        assertThat(read("RECEIPT\na\\cb:\\r\\n\\\\c\n\n\0").getFirst().headers())
                .isEqualTo(Map.of("a:b", "\r\n\\c"));
        assertThat(read("CONNECTED\na:b\\c:d\n\n\0").getFirst().headers()).isEqualTo(Map.of("a", "b\\c:d"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "message\n\n\0",
                "NOTHING\n\n\0",
                "RECEIPT\0",
                "RECEIPT\na:b\0",
                "RECEIPT\nno colon\n\n\0",
                "RECEIPT\n:no name\n\n\0",
                "RECEIPT\na:\\t\n\n\0",
                "RECEIPT\na:ends with \\\n\n\0",
                "RECEIPT\n\nbody\0",
                "MESSAGE\ncontent-length:1\n\nab\0",
                "MESSAGE\ncontent-length:-1\n\n\0",
                "MESSAGE\ncontent-length:one\n\n\0"
            })
    void whatIsNotStompIsRefused(String text) {
        assertMalformed(text);
    }

    @Test
    void nothingAboveTheLimitIsHeld() {
        assertMalformed("MESSAGE\n\n" + "a".repeat(LIMIT) + "\0");
        assertMalformed("MESSAGE\n\n" + "a".repeat(LIMIT));
        assertMalformed("MESSAGE\n" + "a:b\n".repeat(LIMIT));
        assertMalformed("MESSAGE\ncontent-length:" + (LIMIT + 1) + "\n\n");
    }

    @Test
    void manySmallFramesMayExceedTheLimitTogether() {
        assertThat(read("RECEIPT\n\n\0".repeat(LIMIT))).hasSize(LIMIT);
    }

    private static void assertMalformed(String text) {
        StompFrameReader fresh = new StompFrameReader(LIMIT);
        assertThatExceptionOfType(MalformedFrameException.class)
                .isThrownBy(() -> fresh.read(text.getBytes(StandardCharsets.UTF_8)));
    }
}
