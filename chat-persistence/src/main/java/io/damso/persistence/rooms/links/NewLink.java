package io.damso.persistence.rooms.links;

import io.damso.edge.problem.InvalidValue;
import io.damso.persistence.rooms.Rooms;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Body of the request to create a link.
 *
 * @param seconds duration of the link in seconds; null for a week
 * @param uses how many users may join by it; null for 100
 */
record NewLink(
        @Schema(
                minimum = "60",
                maximum = "31536000",
                defaultValue = "604800",
                description = "Duration of the link in seconds")
        @Nullable
        Integer seconds,

        @Schema(minimum = "1", maximum = "1000", defaultValue = "100", description = "How many users may join by it")
        @Nullable
        Integer uses) {

    private static final int MINUTE = 60;
    private static final int WEEK = 604_800;
    private static final int YEAR = 31_536_000;
    private static final int USES = 100;

    int secondsOrDefault() {
        return seconds == null ? WEEK : seconds;
    }

    int usesOrDefault() {
        return uses == null ? USES : uses;
    }

    /** Returns all invalid values. */
    List<InvalidValue> errors() {
        List<InvalidValue> errors = new ArrayList<>();
        check("/seconds", secondsOrDefault(), MINUTE, YEAR, errors);
        check("/uses", usesOrDefault(), 1, Rooms.MAX_MEMBERS, errors);
        return errors;
    }

    private static void check(String field, int value, int least, int most, List<InvalidValue> errors) {
        if (value < least || value > most) {
            errors.add(new InvalidValue(
                    field,
                    value < least ? "is too small" : "is too large",
                    "a whole number from " + least + " to " + most));
        }
    }
}
