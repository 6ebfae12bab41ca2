package io.damso.protocol.envelope;

import org.jspecify.annotations.Nullable;

/** What an origin published in a room before an entry. A receiver uses it to notice that an entry is missing. */
public sealed interface Previous {

    /**
     * The number of the same origin's last published entry in this room.
     *
     * @param number 1 or more
     */
    record At(long number) implements Previous {

        /**
         * Checks the number.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public At {
            requirePositive(number);
        }
    }

    /**
     * The origin has published nothing in this room.
     *
     * @param last the last entry of the preceding channel of the same gateway in this room; null if there is none
     */
    record First(@Nullable Last last) implements Previous {}

    /** The origin no longer knows. A receiver must ask the history. */
    record Forgotten() implements Previous {}

    /**
     * An entry of another origin.
     *
     * @param origin the origin
     * @param number its number, 1 or more
     */
    record Last(String origin, long number) {

        /**
         * Checks the bounds.
         *
         * @throws IllegalArgumentException if the origin is empty or too long, or the number is not positive
         */
        public Last {
            Envelope.requireOrigin(origin);
            requirePositive(number);
        }
    }

    private static void requirePositive(long number) {
        if (number < 1) {
            throw new IllegalArgumentException("The number " + number + " is not positive");
        }
    }
}
