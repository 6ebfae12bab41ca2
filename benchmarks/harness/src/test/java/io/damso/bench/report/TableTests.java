package io.damso.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TableTests {

    @Test
    void columnsAreAligned() {
        assertThat(new Table("server", "ms").row("h2", "1,234").row("embedded", "-"))
                .hasToString("""
                | server   |    ms |
                |----------|------:|
                | h2       | 1,234 |
                | embedded |     - |
                """);
    }

    @Test
    void rowOfAnotherWidthIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Table("server", "ms").row("h2"))
                .withMessage("1 cells for 2 columns");
    }
}
