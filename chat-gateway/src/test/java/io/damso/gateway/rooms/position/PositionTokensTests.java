package io.damso.gateway.rooms.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.damso.gateway.RefusedException;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.RoomId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Tokens outlive the gateway that wrote them. The texts were made by another program, from the description. */
    @Test
    void bytesOfEachVersionStay() throws RefusedException {
        String raw = "AAAAAAAAAAAAAAAA";
        Position whole = new Position(300, Map.of(raw, 9L));
        assertGolden("AYLz6caV3GuNrAIAAAAAAAAAAAAAAAAACZLxIYqlj3X9X6oQqo0FAl4", whole);
        Position withHoles = new Position(
                300,
                Map.of("c", 1L, "b", 130L, raw, 9L),
                List.of(new Hole("b", 127, 129), new Hole(raw, 4, 7), new Hole(raw, 0, 2)));
        assertGolden("AoLz6caV3GuNrAIAAAAAAAAAAAAAAAAACQIAAgIDAWKCAQF_AgFjAQDKDnRKbl_Eh4-daDcwSi_Q", withHoles);
    }

    private void assertGolden(String token, Position position) throws RefusedException {
        assertThat(written(position)).isEqualTo(token);
        assertThat(tokens.read(ROOM, token)).isEqualTo(position);
    }

    @Test
    void positionWithHolesIsReadAsItWasWritten() throws RefusedException {
        for (int i = 0; i < 1_000; i++) {
            Map<String, Long> heard = new HashMap<>();
            List<Hole> holes = new ArrayList<>();
            for (int origins = 1 + i % 3; origins > 0; origins--) {
                String origin = origins == 1 ? "a name of another kind" : origin();
                long top = RANDOM.nextInt(3);
                for (int left = RANDOM.nextInt(2) + 1; left > 0 && holes.size() < Position.MAX_HOLES; left--) {
                    long last = top + 1 + (RANDOM.nextLong() & 0xFFFF_FFFFL);
                    holes.add(new Hole(origin, top, last));
                    top = last + 1 + RANDOM.nextInt(200);
                }
                heard.put(origin, top + 1);
            }
            Position any = new Position(RANDOM.nextLong() & Long.MAX_VALUE, heard, holes);
            String token = written(any);
            assertThat(token).hasSizeLessThanOrEqualTo(PositionTokens.MAX_LENGTH);
            assertThat(tokens.read(ROOM, token)).isEqualTo(any);
        }
    }

    @Test
    void positionWithTooManyHolesHasNoToken() {
        List<Hole> holes = new ArrayList<>();
        for (int i = 0; i < Position.MAX_HOLES; i++) {
            holes.add(new Hole("a", 3L * i, 3L * i + 1));
        }
        assertThat(tokens.write(ROOM, new Position(1, Map.of("a", 100L), holes)))
                .isNotNull();
        holes.add(new Hole("a", 90, 91));
        assertThat(tokens.write(ROOM, new Position(1, Map.of("a", 100L), holes)))
                .isNull();
    }

    /** They have the right code: a gateway with a bug, or of a later version, may have written them. */
    @ParameterizedTest
    @CsvSource({
        "holes that touch, AoLz6caV3GuNAQFiCQIAAgADRYFuVIqDjAjJuHln8tUT1A",
        "an empty hole, AoLz6caV3GuNAQFiCQECAE7MBagV6naTYyNpYdufKuI",
        "a hole up to the last number, AoLz6caV3GuNAQFiCQECB2a3RsvJMQUZtQgbpbvRxec",
        "five holes, AoLz6caV3GuNAQFiWgUBAQEBAQEBAQEBcMgS0j2OBCRqZQV0Ue7aXQ",
        "more holes than bytes, AoLz6caV3GuNAQFiWoCAgICAIDmkC_H5kiPQTNCxMUnbXGc",
        "a hole beyond all numbers, AoLz6caV3GuNAQFi__________9_AgH7_________38JCRCKYr8N7uYRcDJOav9Q2QY",
        "no number of holes, AoLz6caV3GuNAQFiWp85V3QRfRE0S0G4RlmH9aU",
        "version 3, A4Lz6caV3GuNAbJwcnu2gFux0RYtdsd_h8w"
    })
    void tokenThatSaysWhatCannotBeIsRefused(String what, String token) {
        assertInvalid(ROOM, token);
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

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tokenWithAnyOtherBitIsRefused(boolean withHole) {
        Position any = position(2);
        String origin = any.heard().keySet().iterator().next();
        Position position =
                withHole ? new Position(any.stored(), Map.of(origin, 9L), List.of(new Hole(origin, 3, 5))) : any;
        byte[] whole = Base64.getUrlDecoder().decode(written(position));
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
