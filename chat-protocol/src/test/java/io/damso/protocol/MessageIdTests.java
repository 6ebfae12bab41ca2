package io.damso.protocol;

import static java.time.Instant.EPOCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageIdTests {

    private static final long SEED = 20_261_129;
    private static final int CASES = 100_000;
    private static final String REPLIED = "eb7c117f-92a5-81b8-b06b-9cceb1495047";
    private static final String ROOM = "0199c0de-0000-7000-8000-000000000001";

    /** Short pieces that look alike when they are joined, and those whose encodings are traps. */
    // spotless:off
    private static final List<String> PIECES = List.of(
            "", "a", "aa", "b", "ab", ".", "/", "|", "\0", "\0\0\0\1", "\0\0\0\1a", "\n", " ", "\u00e9", "e\u0301",
            "\uac00", "\ud83d\ude00", "\ufffd", "?", "c-1", "damso-message-1");
    // spotless:on

    /** The ids must never change: stored messages and repeats of SENDs have them. Computed by another program. */
    // spotless:off
    private static Stream<ChatMessage> known() {
        return Stream.of(
                new ChatMessage("eb7c117f-92a5-81b8-b06b-9cceb1495047", ROOM, "alice", "chat", "hello", EPOCH, "c-1"),
                new ChatMessage("cab79c76-2800-8869-a26c-95b4c6869407", ROOM, "alice", "chat", "hello!", EPOCH, "c-1"),
                new ChatMessage("1c1e9ce4-304b-8b8f-92ae-72fe091abc25", ROOM, "alice", "chat", "hello", EPOCH, "c-2"),
                new ChatMessage("b9c1c3c0-0a25-8e76-958e-7ad026cddcf8", ROOM, "bob", "chat", "hello", EPOCH, "c-1"),
                new ChatMessage("bc662e4a-6367-822b-b881-b216d3df7c9c", "r1", "alice", "chat", "hello", EPOCH, "c-1"),
                new ChatMessage("77d77652-adc6-8d47-9ec8-6af645224a7e", ROOM, "alice", "note", "hello", EPOCH, "c-1"),
                new ChatMessage("e3cc75f8-0b4b-8acd-8b8b-4eca4e54e89b", ROOM, "한글", "chat", "grüße 👋\n\"\0", EPOCH, "😀"));
    }
    // spotless:on

    @ParameterizedTest
    @MethodSource("known")
    void idsAreTheKnownOnes(ChatMessage known) {
        RoomId room = new RoomId(known.roomId());
        UserId sender = new UserId(known.sender());
        assertThat(MessageId.of(room, sender, known.clientMessageId(), known.type(), known.text()))
                .isEqualTo(known.id());
    }

    /** Computed by another program, as well. */
    @Test
    void idsWithMoreThanATextAreTheKnownOnes() {
        RoomId room = new RoomId(ROOM);
        UserId alice = new UserId("alice");
        assertThat(MessageId.of(room, alice, "c-1", "chat", "hello", REPLIED, ""))
                .isEqualTo("42451c90-524f-8aba-b259-cb7f6deee29c");
        assertThat(MessageId.of(room, alice, "c-1", "chat", "hello", "", "{\"a\":1}"))
                .isEqualTo("114a15e0-a36d-8600-a21b-c35dae80d0c9");
        assertThat(MessageId.of(room, alice, "c-1", "chat", "hello", REPLIED, "{\"a\":1}"))
                .isEqualTo("192983f8-6993-8b19-a336-799f76fe6b26");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "m1",
                "EB7C117F-92A5-81B8-B06B-9CCEB1495047",
                "eb7c117f-92a5-81b8-b06b-9cceb149504",
                "eb7c117f-92a5-81b8-b06b-9cceb1495047\n",
                "eb7c117f92a581b8b06b9cceb1495047"
            })
    void onlyUuidsInLowerCaseHaveTheFormOfAnId(String text) {
        assertThat(MessageId.parse(text)).isEmpty();
        assertThat(MessageId.parse(REPLIED)).contains(REPLIED);
    }

    @Test
    void idIsAUuidOfVersion8() {
        for (int i = 0; i < 1_000; i++) {
            UUID id = UUID.fromString(MessageId.of(new RoomId("r"), new UserId("u"), "c" + i, "chat", "hello"));
            assertThat(id.version()).isEqualTo(8);
            assertThat(id.variant()).isEqualTo(2);
        }
    }

    @Test
    void differentFieldsAreDifferentNames() {
        Random random = new Random(SEED);
        Map<ByteBuffer, List<String>> seen = new HashMap<>();
        for (int i = 0; i < CASES; i++) {
            List<String> fields = fields(random);
            List<String> other = seen.putIfAbsent(nameOf(fields), fields);
            assertThat(other == null ? fields : other)
                    .as("case %d of seed %d", i, SEED)
                    .isEqualTo(fields);
        }
    }

    /** A name that can be read back in one way only belongs to one list of fields only. */
    @Test
    void nameIsReadBackAsTheFieldsThatItWasMadeOf() {
        Random random = new Random(SEED);
        for (int i = 0; i < CASES; i++) {
            List<String> fields = fields(random);
            assertThat(read(nameOf(fields))).as("case %d of seed %d", i, SEED).isEqualTo(fields);
        }
    }

    @Test
    void borderBetweenFieldsIsPartOfTheId() {
        Set<String> ids = new HashSet<>();
        String letters = "abcdef";
        for (int room = 1; room < 4; room++) {
            for (int client = room + 2; client < letters.length(); client++) {
                String text = letters.substring(client);
                ids.add(MessageId.of(
                        new RoomId(letters.substring(0, room)),
                        new UserId(letters.substring(room, room + 1)),
                        letters.substring(room + 1, client),
                        "chat",
                        text));
            }
        }
        assertThat(ids).hasSize(3 + 2 + 1);
    }

    @Test
    void unpairedSurrogateIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> MessageId.name("a\ud800"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MessageId.of(new RoomId("r"), new UserId("u"), "\udc00", "chat", "a"));
    }

    private static List<String> fields(Random random) {
        return IntStream.range(0, random.nextInt(7))
                .mapToObj(i -> field(random))
                .toList();
    }

    private static String field(Random random) {
        StringBuilder field = new StringBuilder();
        for (int pieces = random.nextInt(3); pieces >= 0; pieces--) {
            field.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return field.toString();
    }

    private static ByteBuffer nameOf(List<String> fields) {
        return ByteBuffer.wrap(MessageId.name(fields.toArray(String[]::new)));
    }

    private static List<String> read(ByteBuffer name) {
        List<String> fields = new ArrayList<>();
        while (name.hasRemaining()) {
            byte[] field = new byte[name.getInt()];
            name.get(field);
            fields.add(new String(field, StandardCharsets.UTF_8));
        }
        return fields;
    }
}
