package io.damso.persistence.history.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.damso.persistence.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class NewReportTests {

    @Test
    void lengthOfAReasonIsCountedInCodePoints() {
        String longest = "🦀".repeat(NewReport.LONGEST_REASON);
        NewReport report = new NewReport("\n " + longest + " \t");
        assertThatCode(report::check).doesNotThrowAnyException();
        assertThat(report.reason()).isEqualTo(longest);
        assertRefused(longest + "x");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "\n\t"})
    void reasonMayBeLeftOut(String reason) {
        NewReport report = new NewReport(reason);
        assertThatCode(report::check).doesNotThrowAnyException();
        assertThat(report.reason()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\u0000b", "a\u2028b", "a\u202eb", "a\ud800", "\u2800"})
    void reasonThatCannotBeShownIsRefused(String reason) {
        assertRefused(reason);
    }

    private static void assertRefused(String reason) {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> new NewReport(reason).check());
    }
}
