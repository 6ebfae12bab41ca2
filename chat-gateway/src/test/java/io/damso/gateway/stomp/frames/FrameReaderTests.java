package io.damso.gateway.stomp.frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.damso.gateway.RefusedException;
import io.damso.protocol.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;

class FrameReaderTests {

    private static final FrameBounds BOUNDS = new FrameBounds(400, 40, 5);

    private final List<Message<byte[]>> frames = new ArrayList<>();
    private HeaderEscapes escapes = HeaderEscapes.STOMP_1_2;
    private final FrameReader reader = new FrameReader(BOUNDS, () -> escapes);

    private void read(String text) throws RefusedException {
        reader.read(text.getBytes(StandardCharsets.UTF_8), frames::add);
    }

    private ErrorCode refusal(String text) {
        try {
            read(text);
        } catch (RefusedException e) {
            assertThat(e).as("the logged text contains no header").hasNoCause();
            return e.code();
        }
        throw new AssertionError("Accepted: " + text);
    }

    private List<String> texts() {
        return frames.stream()
                .map(frame -> StompHeaderAccessor.wrap(frame).getCommand() + " "
                        + StompHeaderAccessor.wrap(frame).toNativeHeaderMap() + " "
                        + new String(frame.getPayload(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void framesAreTheSameForEverySplit() throws RefusedException {
        String stream =
                "\n\r\nCONNECT\naccept-version:1.2\n\n\0\nSEND\r\ndestination:/a\r\ncontent-length:4\r\n\r\na\0b\n\0\n\n"
                        + "SEND\ndestination:/b\n\n{\"text\":\"가\"}\0SUBSCRIBE\nid:1\ndestination:/c\n\n\0\r\n";
        read(stream);
        List<String> whole = texts();
        assertThat(whole).hasSize(4);
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        for (int first = 0; first < bytes.length; first++) {
            for (int second = first; second < bytes.length; second += 7) {
                frames.clear();
                FrameReader cut = new FrameReader(BOUNDS, () -> escapes);
                cut.read(Arrays.copyOfRange(bytes, 0, first), frames::add);
                cut.read(Arrays.copyOfRange(bytes, first, second), frames::add);
                cut.read(Arrays.copyOfRange(bytes, second, bytes.length), frames::add);
                assertThat(texts()).as("cut at %d and %d", first, second).isEqualTo(whole);
                assertThat(cut.isWaiting()).isFalse();
            }
        }
    }

    @Test
    void emptyPiecesAndHeartbeatsLeaveNothing() throws RefusedException {
        for (int i = 0; i < 1_000; i++) {
            read("");
            read("\n\r\n");
        }
        assertThat(frames).isEmpty();
        assertThat(reader.isWaiting()).isFalse();
        read("SEND\n");
        read("");
        assertThat(reader.isWaiting()).isTrue();
    }

    @Test
    void frameOfTheLargestSizePassesAndOneByteMoreDoesNot() throws RefusedException {
        String head = "SEND\na:b\n\n";
        read(head + "x".repeat(BOUNDS.frameBytes() - head.length() - 1) + "\0");
        assertThat(frames).hasSize(1);
        assertThat(refusal(head + "x".repeat(BOUNDS.frameBytes() - head.length()) + "\0"))
                .isEqualTo(ErrorCode.FRAME_TOO_LARGE);
    }

    @Test
    void severalFramesMayTogetherExceedTheLimitOfOne() throws RefusedException {
        read(("SEND\n\n" + "x".repeat(300) + "\0").repeat(5));
        assertThat(frames).hasSize(5);
    }

    @Test
    void endlessFrameEndsAtTheLimit() throws RefusedException {
        read("SEND\n\n");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> {
                    for (int i = 0; i < BOUNDS.frameBytes(); i++) {
                        read("x");
                    }
                })
                .matches(e -> e.code() == ErrorCode.FRAME_TOO_LARGE);
    }

    @Test
    void headersAreBoundedBeforeTheyAreKept() throws RefusedException {
        read("SEND\n" + "a:b\n".repeat(BOUNDS.headers()) + "\n\0");
        assertThat(refusal("SEND\n" + "a:b\n".repeat(BOUNDS.headers() + 1))).isEqualTo(ErrorCode.HEADERS_TOO_LARGE);
    }

    @Test
    void headerIsBoundedInLength() throws RefusedException {
        read("SEND\na:" + "b".repeat(BOUNDS.headerBytes() - 2) + "\n\n\0");
        assertThat(refusal("SEND\na:" + "b".repeat(BOUNDS.headerBytes() - 1))).isEqualTo(ErrorCode.HEADERS_TOO_LARGE);
    }

    @Test
    void commandIsBoundedInLength() {
        assertThat(refusal("X".repeat(BOUNDS.headerBytes() + 1))).isEqualTo(ErrorCode.HEADERS_TOO_LARGE);
    }

    @Test
    void lengthThatIsTooLargeIsRefusedBeforeTheBodyComes() {
        assertThat(refusal("SEND\ncontent-length:401")).isEqualTo(ErrorCode.FRAME_TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SEND\ncontent-length:\n",
                "SEND\ncontent-length:+1\n",
                "SEND\ncontent-length:-1\n",
                "SEND\ncontent-length: 1\n",
                "SEND\ncontent-length:1x\n",
                "SEND\ncontent-length:١\n",
                "SEND\ncontent-length:1\n\nab\0",
                "SEND\ncontent-length:2\n\n가\0",
                "SEND\ncontent-length:3\n\nab\0\n"
            })
    void lengthThatIsNotTheBodysIsNamed(String text) {
        assertThat(refusal(text)).isEqualTo(ErrorCode.CONTENT_LENGTH_WRONG);
        assertThat(frames).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SE\0ND\n",
                "SEND\na\0:b",
                "SEND\ra",
                "SEND\n\r\r",
                "\ra",
                "\r\r",
                "GARBAGE\n\n\0",
                "SEND\nno-colon\n\n\0",
                "SEND\n:b\n\n\0",
                "SEND\na:\\q\n\n\0",
                "SEND\na:\\\n\n\0",
                "SUBSCRIBE\nid:1\n\nbody\0",
                "SEND\ncontent-type:?\n\n\0"
            })
    void whatIsNoFrameIsMalformed(String text) {
        assertThat(refusal(text)).isEqualTo(ErrorCode.MALFORMED_FRAME);
        assertThat(frames).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"3, 2, abc", "0, 3, ''", "03, 9, abc"})
    void firstLengthCounts(String first, String second, String body) throws RefusedException {
        read("SEND\ncontent-length:" + first + "\ncontent-length:" + second + "\n\n" + body + "\0");
        assertThat(frames.getFirst().getPayload()).isEqualTo(body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void mutatedFramesAreFramesOrRefused() {
        byte[] pattern = "SEND\ndestination:/app/x\ncontent-length:5\nreceipt:1\n\nhello\0\nSUBSCRIBE\nid:1\n\n\0"
                .getBytes(StandardCharsets.UTF_8);
        Random random = new Random(20261121);
        int accepted = 0;
        int refused = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] mutated = pattern.clone();
            for (int m = random.nextInt(4); m >= 0; m--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            }
            FrameReader fresh = new FrameReader(BOUNDS, () -> escapes);
            int cut = random.nextInt(mutated.length);
            try {
                fresh.read(Arrays.copyOfRange(mutated, 0, cut), frames::add);
                fresh.read(Arrays.copyOfRange(mutated, cut, mutated.length), frames::add);
                accepted++;
            } catch (RefusedException e) {
                refused++;
            }
        }
        assertThat(accepted).isPositive();
        assertThat(refused).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"C0AF", "E080AF", "EDA080", "F4908080", "80", "C3", "FE", "C328"})
    void octetsThatAreNoUtf8AreMalformedInTheHeadAndPassInTheBody(String hex) throws RefusedException {
        String bad = new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
        for (String frame : List.of("SEND\na:%s\n\n\0", "SEND\na%s:b\n\n\0", "SEND%s\n\n\0")) {
            FrameReader fresh = new FrameReader(BOUNDS, () -> escapes);
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(
                            () -> fresh.read(frame.formatted(bad).getBytes(StandardCharsets.ISO_8859_1), frames::add))
                    .matches(e -> e.code() == ErrorCode.MALFORMED_FRAME);
        }
        assertThat(frames).isEmpty();
        reader.read(("SEND\n\n" + bad + "\0").getBytes(StandardCharsets.ISO_8859_1), frames::add);
        assertThat(frames.getFirst().getPayload()).isEqualTo(HexFormat.of().parseHex(hex));
    }

    @Test
    void charactersMayBeSplit() throws RefusedException {
        for (byte b : "SEND\na:é가😀\n\né가😀\0".getBytes(StandardCharsets.UTF_8)) {
            reader.read(new byte[] {b}, frames::add);
        }
        assertThat(texts()).containsExactly("SEND {a=[é가😀]} é가😀");
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, a\\b, a\\b", "NONE, \\, \\", "NONE, \\n\\c, \\n\\c", "NONE, \\\\, \\\\",
        "STOMP_1_1, a\\cb, a:b", "STOMP_1_1, \\\\c, \\c", "STOMP_1_2, a\\cb, a:b", "STOMP_1_2, \\\\r, \\r"
    })
    void headersAreReadAsTheVersionWritesThem(HeaderEscapes version, String written, String read)
            throws RefusedException {
        escapes = version;
        for (String end : List.of("\n", "\r\n")) {
            frames.clear();
            read("SEND" + end + "a:" + written + end + end + "C:\\body\\q\0");
            assertThat(texts()).containsExactly("SEND {a=[" + read + "]} C:\\body\\q");
        }
    }

    @ParameterizedTest
    @CsvSource({"STOMP_1_1, \\r", "STOMP_1_1, \\q", "STOMP_1_1, \\", "STOMP_1_2, \\q", "STOMP_1_2, \\"})
    void escapeThatTheVersionDoesNotKnowIsMalformed(HeaderEscapes version, String written) {
        escapes = version;
        assertThat(refusal("SEND\na:" + written + "\n\n\0")).isEqualTo(ErrorCode.MALFORMED_FRAME);
    }

    @ParameterizedTest
    @EnumSource(HeaderEscapes.class)
    void connectIsNotUnescapedInAnyVersion(HeaderEscapes version) throws RefusedException {
        escapes = version;
        read("CONNECT\nlogin:a\\b\\\n\n\0STOMP\nlogin:\\n\n\n\0");
        assertThat(texts()).containsExactly("CONNECT {login=[a\\b\\]} ", "STOMP {login=[\\n]} ");
    }
}
