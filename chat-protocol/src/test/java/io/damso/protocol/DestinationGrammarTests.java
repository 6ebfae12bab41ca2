package io.damso.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random destinations that are similar to valid ones. A second, independent implementation of the grammar must accept
 * the same ones, and a parsed destination is rendered to the same text.
 */
class DestinationGrammarTests {

    private static final long SEED = 20_260_731;
    private static final int CASES = 200_000;

    private static final List<Destinations> PREFIXES =
            List.of(Destinations.DEFAULT, new Destinations("/pub", "/sub"), new Destinations("/a", "/a-b"));

    /**
     * Wildcards, plain and encoded separators, characters similar to letters, dots and slashes, and invisible
     * characters.
     */
    // spotless:off
    private static final List<String> TRAPS = List.of(
            "*", "#", ">", "/", "//", ".", "..", "%2F", "%2f", "%2e", "%2E", "%00", "%25", "\\", "\\c", "?", ";a=b",
            "&", "~", " ", "\t", "\n", "\r", "\0", "\u007f", "\u0085", "\u00a0", "\u00ad", "\u2028", "\u3000",
            "\uff41", "\uff21", "\uff0e", "\uff0f", "\uff0a", "\uff0d", "\u0430", "\u03bf", "\u0131", "\u017f",
            "\u212a", "\u2024", "\u2044", "\u2215", "\u2010", "\u2212", "\u0661", "\u06f1", "\u200b", "\u200c",
            "\u200d", "\u2060", "\ufeff", "\u0301", "\u0323", "\u034f", "\u200e", "\u200f", "\u202e", "\u2066",
            "\u061c", "\ud83d\ude00", "\ud835\udc1a", "\ud800", "\udc00", "\ufffd");
    // spotless:on

    // spotless:off
    private static final List<String> PIECES = List.of(
            "/app", "/topic", "/user", "/queue", "/exchange", "/amq", "/temp-queue", "/reply-queue", "/APP",
            "/Topic", "/rooms", "rooms", ".", ".send", "send", ".SEND", "/session.refresh", "session", "refresh",
            "/user/queue/errors", "/user/queue/notifications", "a", "Z9", "_", "-", "r-1",
            "0192f3a4-0000-7000-8000-000000000000", "x".repeat(64));
    // spotless:on

    @Test
    void parsedDestinationIsRenderedUnchanged() {
        Random random = new Random(SEED);
        int parsed = 0;
        for (int i = 0; i < CASES; i++) {
            Destinations destinations = PREFIXES.get(random.nextInt(PREFIXES.size()));
            String text = text(random, destinations);
            Optional<Destination> send = destinations.parseSend(text).map(parsedOne -> parsedOne);
            Optional<Destination> subscribe = destinations.parseSubscribe(text).map(parsedOne -> parsedOne);
            String seen = "case " + i + " of seed " + SEED + ": " + text;
            assertThat(send.isPresent()).as(seen).isEqualTo(mayBeSentTo(text, destinations));
            assertThat(subscribe.isPresent()).as(seen).isEqualTo(mayBeSubscribed(text, destinations));
            assertThat(send.isPresent() && subscribe.isPresent()).as(seen).isFalse();
            assertThat(send.or(() -> subscribe).map(destinations::render).orElse(text))
                    .as(seen)
                    .isEqualTo(text);
            parsed += send.isPresent() || subscribe.isPresent() ? 1 : 0;
        }
        assertThat(parsed)
                .as("the generator must also create valid destinations")
                .isBetween(CASES / 20, CASES - CASES / 20);
    }

    static List<Destination> everyKind() {
        RoomId room = new RoomId("0192-a_B");
        return List.of(
                new Destination.RoomSend(room),
                new Destination.RoomMessages(room),
                new Destination.SessionRefresh(),
                new Destination.UserErrors(),
                new Destination.UserNotifications());
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void forbiddenCharacterAnywhereInADestinationIsRefused(Destination destination) {
        for (Destinations destinations : PREFIXES) {
            String good = destinations.render(destination);
            for (String trap : TRAPS) {
                for (int at = 0; at <= good.length(); at++) {
                    refused(destinations, good.substring(0, at) + trap + good.substring(at));
                    if (at < good.length()) {
                        refused(destinations, good.substring(0, at) + trap + good.substring(at + 1), good);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/app/rooms.0192.send",
                "/app/session.refresh",
                "/topic/rooms.0192",
                "/user/queue/errors",
                "/user/queue/notifications"
            })
    void everyLetterOutsideOfARoomIdIsSmall(String good) {
        for (int at = 0; at < good.length(); at++) {
            String changed = good.substring(0, at) + Character.toUpperCase(good.charAt(at)) + good.substring(at + 1);
            refused(Destinations.DEFAULT, changed, good);
        }
    }

    @Test
    void roomsThatDifferInCaseAreDifferentRooms() {
        assertThat(Destinations.DEFAULT.parseSubscribe("/topic/rooms.a"))
                .isNotEqualTo(Destinations.DEFAULT.parseSubscribe("/topic/rooms.A"));
    }

    private static void refused(Destinations destinations, String text, String... unless) {
        if (!List.of(unless).contains(text)) {
            assertThat(destinations.parseSend(text)).as(text).isEmpty();
            assertThat(destinations.parseSubscribe(text)).as(text).isEmpty();
        }
    }

    /** Returns mostly a valid destination with up to three changes, sometimes a sequence of random pieces. */
    private static String text(Random random, Destinations destinations) {
        StringBuilder text = new StringBuilder();
        if (random.nextInt(4) == 0) {
            for (int left = random.nextInt(6); left >= 0; left--) {
                text.append(any(random, PIECES));
            }
        } else {
            text.append(
                    switch (random.nextInt(5)) {
                        case 0 -> destinations.roomSend(room(random));
                        case 1 -> destinations.roomMessages(room(random));
                        case 2 -> destinations.sessionRefresh();
                        case 3 -> Destinations.USER_ERRORS;
                        default -> Destinations.USER_NOTIFICATIONS;
                    });
        }
        for (int left = random.nextInt(4); left > 0; left--) {
            change(random, text);
        }
        return text.toString();
    }

    private static void change(Random random, StringBuilder text) {
        int at = random.nextInt(text.length() + 1);
        switch (random.nextInt(6)) {
            case 0 -> text.insert(at, any(random, TRAPS));
            case 1 -> text.insert(at, any(random, PIECES));
            case 2 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(3)));
            case 3 -> text.insert(at, (char) random.nextInt(Character.MAX_VALUE + 1));
            case 4 -> text.append(text);
            default -> text.insert(at, "abcXYZ019_-".charAt(random.nextInt(11)));
        }
    }

    private static RoomId room(Random random) {
        String letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
        StringBuilder id = new StringBuilder();
        for (int left = random.nextInt(64); left >= 0; left--) {
            id.append(letters.charAt(random.nextInt(letters.length())));
        }
        return new RoomId(id.toString());
    }

    private static String any(Random random, List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }

    private static boolean mayBeSentTo(String text, Destinations destinations) {
        return text.equals(destinations.applicationPrefix() + "/session.refresh")
                || isRoomBetween(text, destinations.applicationPrefix() + "/rooms.", ".send");
    }

    private static boolean mayBeSubscribed(String text, Destinations destinations) {
        return text.equals("/user/queue/errors")
                || text.equals("/user/queue/notifications")
                || isRoomBetween(text, destinations.topicPrefix() + "/rooms.", "");
    }

    private static boolean isRoomBetween(String text, String before, String after) {
        for (int length = 1; length <= 64; length++) {
            if (text.length() == before.length() + length + after.length()) {
                String id = text.substring(before.length(), before.length() + length);
                return text.equals(before + id + after) && id.chars().allMatch(DestinationGrammarTests::isOfARoom);
            }
        }
        return false;
    }

    private static boolean isOfARoom(int letter) {
        return letter >= 'a' && letter <= 'z'
                || letter >= 'A' && letter <= 'Z'
                || letter >= '0' && letter <= '9'
                || letter == '_'
                || letter == '-';
    }
}
