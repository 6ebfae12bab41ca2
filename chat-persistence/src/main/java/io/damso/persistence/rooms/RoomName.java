package io.damso.persistence.rooms;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The rules for names of rooms. Names are shown in lists and within text, so they must be visible, have no line breaks
 * and not change the direction of the surrounding text.
 */
public final class RoomName {

    /** Maximum length in code points. */
    public static final int MAX_LENGTH = 100;

    /** The allowed names, as text for users. */
    public static final String ALLOWED =
            "1 to " + MAX_LENGTH + " characters, at least one of them visible; white space around them is"
                    + " removed; no control characters, line breaks or overrides of the text direction";

    /**
     * Invisible, although Unicode classifies them as letters or symbols: Hangul fillers and the blank Braille
     * pattern.
     */
    private static final String INVISIBLE = "\u115f\u1160\u3164\uffa0\u2800";

    private RoomName() {}

    /**
     * Returns what is wrong with a name, as text for users, or empty. White space around the name must be removed
     * before.
     */
    public static Optional<String> fault(String name) {
        return fault(name, MAX_LENGTH);
    }

    /**
     * As {@link #fault(String)}, for another text in one line.
     *
     * @param mostCodePoints maximum length in code points
     */
    public static Optional<String> fault(String text, int mostCodePoints) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            return Optional.of("contains an unpaired surrogate"); // possible in JSON escapes, but not in UTF-8
        } else if (text.codePoints().noneMatch(RoomName::isVisible)) {
            return Optional.of("is empty");
        } else if (text.codePointCount(0, text.length()) > mostCodePoints) {
            return Optional.of("is too long");
        } else if (text.codePoints().anyMatch(RoomName::breaksTheLine)) {
            return Optional.of("holds a control character or a line break");
        } else if (text.codePoints().anyMatch(RoomName::changesTextDirection)) {
            return Optional.of("holds an override of the direction of text");
        }
        return Optional.empty();
    }

    private static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.NON_SPACING_MARK -> false;
            default -> INVISIBLE.indexOf(character) < 0;
        };
    }

    private static boolean breaksTheLine(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    /**
     * Embeddings, overrides and isolates (Unicode Standard Annex #9 §2); the marks U+200E, U+200F, U+061C are
     * allowed.
     */
    private static boolean changesTextDirection(int character) {
        return character >= 0x202a && character <= 0x202e || character >= 0x2066 && character <= 0x2069;
    }
}
