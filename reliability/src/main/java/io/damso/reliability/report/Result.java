package io.damso.reliability.report;

import io.damso.reliability.check.Verdict;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The result of one scenario.
 *
 * @param summary what was broken
 * @param verdict null if it could not be run
 * @param failure why it could not be run
 * @param history its file
 */
public record Result(
        String scenario,
        String summary,
        @Nullable Verdict verdict,
        @Nullable String failure,
        Path history) {

    /** Returns whether it was run and nothing is broken. */
    public boolean isGood() {
        return verdict != null && verdict.isGood();
    }
}
