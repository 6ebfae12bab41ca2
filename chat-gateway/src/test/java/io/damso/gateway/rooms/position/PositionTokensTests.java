package io.damso.gateway.rooms.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.damso.gateway.RefusedException;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.RoomId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PositionTokensTests {

    private static final RoomId ROOM = new RoomId("r1");
    private static final String SECRET = "a-shared-secret";
    private static final Random RANDOM = new Random(1);

    private final PositionTokens tokens = new PositionTokens(SECRET);

    private static String origin() {
        byte[] bytes = new byte[12];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static Position position(int origins) {
        Map<String, Long> heard = new HashMap<>();
        for (int i = 0; i < origins; i++) {
            heard.put(origin(), RANDOM.nextLong() & 0xFFFF_FFFFFFL);
        }
        return new Position(RANDOM.nextLong() & Long.MAX_VALUE, heard);
    }

    private String written(Position position) {
        String token = tokens.write(ROOM, position);
        assertThat(token).isNotNull();
        return String.valueOf(token);
    }

    private void assertInvalid(RoomId room, String token) {
        assertThatExceptionOfType(RefusedException.class)
                .as(token)
                .isThrownBy(() -> tokens.read(room, token))
                .matches(e -> e.code() == ErrorCode.POSITION_INVALID);
    }

    @Test
    void everyPositionIsReadAsItWasWritten() throws RefusedException {
        List<Position> edges = List.of(
                new Position(0, Map.of()),
                new Position(Long.MAX_VALUE, Map.of("a", Long.MAX_VALUE)),
                new Position(127, Map.of("x".repeat(64), 128L, "AAAAAAAAAAAAAAAA", 1L, "not base64url !!", 2L)));
        for (Position each : edges) {
            assertThat(tokens.read(ROOM, written(each))).isEqualTo(each);
        }
        for (int i = 0; i < 1_000; i++) {
            Position any = position(i % (PositionTokens.MAX_ORIGINS + 1));
            assertThat(tokens.read(ROOM, written(any))).isEqualTo(any);
        }
    }

    @Test
    void tokenOfAnotherGatewayWithTheSameSecretIsRead() throws RefusedException {
        Position any = position(3);
        assertThat(new PositionTokens(SECRET).read(ROOM, written(any))).isEqualTo(any);
    }

    @Test
    void tokenHasAtMost512CharactersThatNeedNoEscape() {
        for (int i = 0; i < 1_000; i++) {
            String token = written(position(PositionTokens.MAX_ORIGINS));
            assertThat(token)
                    .hasSizeLessThanOrEqualTo(PositionTokens.MAX_LENGTH)
                    .matches("[A-Za-z0-9_-]+");
        }
        assertThat(tokens.write(ROOM, position(PositionTokens.MAX_ORIGINS + 1))).isNull();
        Map<String, Long> longNames = new HashMap<>();
        for (int i = 0; i < PositionTokens.MAX_ORIGINS; i++) {
            longNames.put("x".repeat(62) + (char) ('a' + i), Long.MAX_VALUE);
        }
        assertThat(tokens.write(ROOM, new Position(1, longNames))).isNull();
    }

    @Test
    void tokenIsUselessInAnotherRoom() {
        assertInvalid(new RoomId("r2"), written(position(2)));
    }

    @Test
    void tokenOfAnotherSecretIsRefused() {
        @Nullable String foreign = new PositionTokens("another").write(ROOM, position(2));
        assertInvalid(ROOM, String.valueOf(foreign));
    }

    @Test
    void tokenWithAnyOtherBitIsRefused() {
        byte[] whole = Base64.getUrlDecoder().decode(written(position(2)));
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] forged = whole.clone();
            forged[bit / 8] ^= (byte) (1 << bit % 8);
            assertInvalid(ROOM, Base64.getUrlEncoder().withoutPadding().encodeToString(forged));
        }
    }

    @Test
    void garbageOfEveryKindIsRefused() {
        String token = written(position(2));
        for (int length = 0; length < token.length(); length++) {
            assertInvalid(ROOM, token.substring(0, length));
        }
        assertInvalid(ROOM, token + "A");
        assertInvalid(ROOM, token + "AAAA");
        assertInvalid(ROOM, "*".repeat(100));
        assertInvalid(ROOM, "\0\uD800 ");
        assertInvalid(ROOM, "A".repeat(PositionTokens.MAX_LENGTH));
        assertInvalid(ROOM, "A".repeat(PositionTokens.MAX_LENGTH + 1));
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = new byte[RANDOM.nextInt(400)];
            RANDOM.nextBytes(bytes);
            assertInvalid(ROOM, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        }
    }

    @Test
    void tokenContainsNeitherTheSecretNorTheRoom() {
        String bytes = new String(
                Base64.getUrlDecoder().decode(written(new Position(7, Map.of()))), StandardCharsets.ISO_8859_1);
        assertThat(bytes).doesNotContain(SECRET).doesNotContain(ROOM.value()).hasSize(26);
    }
}
