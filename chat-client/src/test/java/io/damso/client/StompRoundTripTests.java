package io.damso.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A written frame is read unchanged, at whatever positions it is split. A fixed seed makes failures repeatable. */
class StompRoundTripTests {

    private static final int ROUNDS = 300;
    private static final int LIMIT = 64 * 1024;
    private static final String[] TEXTS = {"a", ":", "\\", "\n", "\r", "\\n", "\\c", "é", "한", "\uD83D\uDE00", " ", "0"
    };

    private final Random random = new Random(42);

    @ParameterizedTest
    @EnumSource(StompCommand.class)
    void writtenFrameIsReadUnchanged(StompCommand command) {
        for (int round = 0; round < ROUNDS; round++) {
            StompFrame frame = frame(command);
            assertThat(new StompFrameReader(LIMIT).read(bytes(frame.encode()))).containsExactly(asRead(frame));
        }
    }

    @Test
    void framesAreTheSameForEverySplitOfTheBytes() {
        for (int round = 0; round < ROUNDS; round++) {
            List<StompFrame> written = new ArrayList<>();
            StringBuilder wire = new StringBuilder();
            for (int i = random.nextInt(5); i >= 0; i--) {
                StompFrame frame = frame(StompCommand.values()[random.nextInt(StompCommand.values().length)]);
                written.add(asRead(frame));
                wire.append("\n".repeat(random.nextInt(3))).append(frame.encode());
            }
            assertThat(inPieces(bytes(wire.toString()))).isEqualTo(written);
        }
    }

    @Test
    void randomBytesAreReadOrRefused() {
        byte[][] parts = {
            bytes("MESSAGE"),
            bytes("RECEIPT"),
            bytes("\n"),
            bytes("\n\n"),
            bytes("a:b"),
            bytes("\\"),
            bytes("content-length:"),
            bytes("3"),
            {0},
            {'\r'},
            {(byte) 0xff}
        };
        for (int round = 0; round < 20 * ROUNDS; round++) {
            StompFrameReader reader = new StompFrameReader(LIMIT);
            try {
                for (int i = random.nextInt(20); i >= 0; i--) {
                    reader.read(parts[random.nextInt(parts.length)]);
                }
            } catch (MalformedFrameException expected) {
                assertThat(expected).hasMessageMatching("\\p{ASCII}+");
            }
        }
    }

    private List<StompFrame> inPieces(byte[] wire) {
        StompFrameReader reader = new StompFrameReader(LIMIT);
        List<StompFrame> frames = new ArrayList<>();
        for (int start = 0; start < wire.length; ) {
            int end = Math.min(wire.length, start + 1 + random.nextInt(7));
            frames.addAll(reader.read(Arrays.copyOfRange(wire, start, end)));
            start = end;
        }
        return frames;
    }

    private StompFrame frame(StompCommand command) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            String name = "h" + text();
            String value = text();
            headers.put(
                    command.escapesHeaders() ? name : plain(name).replace(":", ""),
                    command.escapesHeaders() ? value : plain(value));
        }
        return new StompFrame(command, headers, command.hasBody() ? text() + (random.nextBoolean() ? "\0" : "") : "");
    }

    private static String plain(String text) {
        return text.replace("\n", "").replace("\r", "");
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(TEXTS[random.nextInt(TEXTS.length)]);
        }
        return text.toString();
    }

    private static StompFrame asRead(StompFrame frame) {
        if (!frame.command().hasBody()) {
            return frame;
        }
        Map<String, String> headers = new LinkedHashMap<>(frame.headers());
        headers.put("content-length", Integer.toString(bytes(frame.body()).length));
        return new StompFrame(frame.command(), headers, frame.body());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
