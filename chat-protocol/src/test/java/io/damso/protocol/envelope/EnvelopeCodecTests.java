package io.damso.protocol.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.damso.protocol.RoomId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EnvelopeCodecTests {

    private static final int ROUNDS = 2_000;
    private static final String SECRET = "a text that must not get into a log";

    /** What {@code envelope-1.hex} contains; it must be readable for ever, or an upgrade could not be rolled. */
    private static final Envelope GOLDEN = new Envelope(
            "b3JpZ2luLW9uZQ",
            41,
            List.of(
                    entry("room-1", "01a22925-357f-835a-b238-bc0feb052907", new Previous.At(40), "{\"text\":\"hi\"}"),
                    entry(
                            "room-2",
                            "01a22925-357f-835a-b238-bc0feb052908",
                            new Previous.First(null),
                            "{\"text\":\"반가워요 😀\"}"),
                    entry(
                            "room-3",
                            "01a22925-357f-835a-b238-bc0feb052909",
                            new Previous.First(new Previous.Last("b3JpZ2luLXplcm8", 9_000_000_000L)),
                            "{}"),
                    entry("room-4", "01a22925-357f-835a-b238-bc0feb05290a", new Previous.Forgotten(), "")));

    private final Random random = new Random(2);

    private static Entry entry(String room, String id, Previous previous, String json) {
        return new Entry(new RoomId(room), id, previous, json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void goldenFileOfVersionOneIsReadAndWritten() throws Exception {
        byte[] golden = golden("envelope-1.hex");
        assertThat(EnvelopeCodec.read(golden)).isEqualTo(GOLDEN);
        assertThat(HexFormat.of().formatHex(EnvelopeCodec.write(GOLDEN)))
                .isEqualTo(HexFormat.of().formatHex(golden));
    }

    private static byte[] golden(String name) throws IOException {
        try (InputStream in = EnvelopeCodecTests.class.getResourceAsStream(name)) {
            return HexFormat.of().parseHex(new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip());
        }
    }

    @Test
    void whatIsWrittenIsRead() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Envelope envelope = randomEnvelope();
            assertThat(EnvelopeCodec.read(EnvelopeCodec.write(envelope))).isEqualTo(envelope);
        }
    }

    @Test
    void whatIsReadIsWrittenInTheSameForm() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] damaged = damage(EnvelopeCodec.write(randomEnvelope()));
            Envelope read = readOrNull(damaged);
            if (read != null) {
                assertThat(EnvelopeCodec.read(EnvelopeCodec.write(read))).isEqualTo(read);
            }
        }
    }

    private static @Nullable Envelope readOrNull(byte[] bytes) {
        try {
            return EnvelopeCodec.read(bytes);
        } catch (DamagedEnvelopeException e) {
            return null;
        }
    }

    @Test
    void everyCutIsNoticed() {
        byte[] whole = EnvelopeCodec.write(GOLDEN);
        for (int length = 0; length < whole.length; length++) {
            assertDamaged(Arrays.copyOf(whole, length));
        }
    }

    @Test
    void bytesBehindTheEnvelopeAreNoticed() {
        byte[] whole = EnvelopeCodec.write(GOLDEN);
        assertDamaged(Arrays.copyOf(whole, whole.length + 1));
    }

    @Test
    void unknownVersionIsNamed() {
        byte[] later = EnvelopeCodec.write(GOLDEN);
        later[0] = 2;
        assertThatExceptionOfType(DamagedEnvelopeException.class)
                .isThrownBy(() -> EnvelopeCodec.read(later))
                .withMessage("damaged envelope: version 2 is not known");
    }

    @Test
    void jsonIsNoEnvelope() {
        assertDamaged("{\"text\":\"hi\"}".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void reasonNeverQuotesAMessage() {
        Envelope secret = new Envelope("o", 1, List.of(entry("r", "m", new Previous.Forgotten(), SECRET)));
        byte[] whole = EnvelopeCodec.write(secret);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] damaged = whole.clone();
            damaged[1 + random.nextInt(whole.length - 1)] = (byte) random.nextInt();
            try {
                assertThat(EnvelopeCodec.read(damaged).toString()).doesNotContain(SECRET);
            } catch (DamagedEnvelopeException e) {
                assertThat(e).hasNoCause();
                assertThat(e.getMessage()).doesNotContain("text").hasSizeLessThan(100);
            }
        }
    }

    @Test
    void boundsAreKept() {
        Entry one = entry("r", "m", new Previous.Forgotten(), "{}");
        List<Entry> most = new ArrayList<>();
        for (int i = 0; i < Envelope.MAX_ENTRIES; i++) {
            most.add(one);
        }
        assertThat(new Envelope("o", 1, most).entries()).hasSize(64);
        most.add(one);
        assertThatIllegalArgumentException().isThrownBy(() -> new Envelope("o", 1, most));
        assertThatIllegalArgumentException().isThrownBy(() -> new Envelope("o", 1, List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Envelope("o", 0, List.of(one)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Envelope("", 1, List.of(one)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Envelope("o".repeat(65), 1, List.of(one)));
        assertThatIllegalArgumentException().isThrownBy(() -> entry("r", "", new Previous.Forgotten(), "{}"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Previous.At(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Previous.Last("o", -1));
    }

    @Test
    void oneEntryKeepsItsNumber() {
        Envelope only = GOLDEN.only(2);
        assertThat(only.origin()).isEqualTo(GOLDEN.origin());
        assertThat(only.first()).isEqualTo(43);
        assertThat(only.entries()).containsExactly(GOLDEN.entries().get(2));
    }

    private static void assertDamaged(byte[] bytes) {
        assertThatExceptionOfType(DamagedEnvelopeException.class).isThrownBy(() -> EnvelopeCodec.read(bytes));
    }

    private byte[] damage(byte[] bytes) {
        int position = 1 + random.nextInt(bytes.length - 1);
        bytes[position] ^= (byte) (1 << random.nextInt(8));
        return bytes;
    }

    private Envelope randomEnvelope() {
        List<Entry> entries = new ArrayList<>();
        int size = 1 + random.nextInt(random.nextBoolean() ? 3 : Envelope.MAX_ENTRIES);
        for (int i = 0; i < size; i++) {
            byte[] message = new byte[random.nextInt(random.nextInt(100) == 0 ? 70_000 : 300)];
            random.nextBytes(message);
            entries.add(new Entry(
                    new RoomId("r".repeat(1 + random.nextInt(64))),
                    "id-" + random.nextLong(),
                    randomPrevious(),
                    message));
        }
        return new Envelope("o" + random.nextInt(), positive(), entries);
    }

    private Previous randomPrevious() {
        return switch (random.nextInt(4)) {
            case 0 -> new Previous.At(positive());
            case 1 -> new Previous.First(null);
            case 2 -> new Previous.First(new Previous.Last("o".repeat(1 + random.nextInt(64)), positive()));
            default -> new Previous.Forgotten();
        };
    }

    private long positive() {
        return 1 + random.nextLong(random.nextBoolean() ? 1_000 : Long.MAX_VALUE - 1_000);
    }
}
