package io.damso.persistence.ingest.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterOptionsTests {

    private static final String SERVER = " --port 5672 --password-file secret";

    @Test
    void listIsBoundedByDefault() {
        assertThat(parse("list" + SERVER))
                .isEqualTo(new DeadLetterOptions(DeadLetterOptions.Action.LIST, null, 100, 5672, Path.of("secret")));
    }

    @Test
    void optionsAreRead() {
        assertThat(parse("list --limit 7" + SERVER).limit()).isEqualTo(7);
        assertThat(parse("replay --id some-id" + SERVER).id()).isEqualTo("some-id");
        assertThat(parse("drop --all" + SERVER).id()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "fly --all",
                "list --limit 0",
                "list --limit 10001",
                "list --limit many",
                "list --limit",
                "replay",
                "drop",
                "drop --id some-id --all",
                "drop some-id"
            })
    void anythingElseIsRefused(String line) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse(line.isEmpty() ? line : line + SERVER));
    }

    @Test
    void missingPortIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> parse("list --password-file secret"));
    }

    private static DeadLetterOptions parse(String line) {
        return DeadLetterOptions.parse(line.isEmpty() ? new String[0] : line.split(" "));
    }
}
