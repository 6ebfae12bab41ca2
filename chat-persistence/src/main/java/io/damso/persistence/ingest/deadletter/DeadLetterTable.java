package io.damso.persistence.ingest.deadletter;

import java.io.PrintStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Prints dead letters, one a line. Values from the broker cannot change the terminal or add lines. */
final class DeadLetterTable {

    private static final String FORMAT = "%5s  %-20s  %-36s  %-36s  %8s  %s%n";
    private static final int LONGEST_VALUE = 300;

    private final PrintStream out;

    DeadLetterTable(PrintStream out) {
        this.out = out;
    }

    /** Prints the names of the columns. */
    void heading() {
        out.printf(FORMAT, "NO", "PUT ASIDE", "ROOM", "MESSAGE ID", "BYTES", "REASON");
    }

    /** Prints a dead letter. */
    void row(int number, DeadLetter letter) {
        Instant putAside = letter.putAside();
        int others = letter.entries().size() - 1;
        out.printf(
                FORMAT,
                number,
                putAside == null ? "-" : putAside,
                printable(letter.room()),
                printable(letter.id()) + (others > 0 ? " (+" + others + ")" : ""),
                letter.size(),
                printable(letter.reason()));
    }

    /** Returns a value without control, format and unpaired characters, and cut if it is very long. */
    static String printable(@Nullable String value) {
        if (value == null || value.isEmpty()) {
            return "-";
        }
        return value.codePoints()
                .limit(LONGEST_VALUE)
                .map(character -> isPrintable(character) ? character : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
