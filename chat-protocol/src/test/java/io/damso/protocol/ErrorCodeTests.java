package io.damso.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorCodeTests {

    private static final Path PAGE = Path.of("..", "docs", "error-codes.md");

    @Test
    void pageSaysWhatTheEnumSays() throws IOException {
        List<String> rows = Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("| `")).toList();
        assertThat(rows).containsExactlyElementsOf(
                Arrays.stream(ErrorCode.values()).map(ErrorCodeTests::row).toList());
    }

    @Test
    void nginxSaysTheSameWhereItAnswersItself() throws IOException {
        String nginx = Files.readString(Path.of("..", "nginx", "nginx.conf.template"));
        for (ErrorCode code : List.of(ErrorCode.UNAVAILABLE, ErrorCode.REQUEST_TOO_LARGE)) {
            assertThat(nginx).contains("{\"type\":\"/problems/%s\",\"title\":\"%s\",\"status\":%d,\"code\":\"%s\",\"retryable\":%b}"
                    .formatted(code.slug(), code.title(), code.httpStatus(), code.slug(), code.retryable()));
        }
    }

    @Test
    void tokenThatCannotBeCheckedDoesNotReadAsANodeThatIsDown() {
        assertThat(ErrorCode.TOKEN_UNVERIFIABLE.httpStatus()).as("NGINX tries the next node on 503").isEqualTo(504);
    }

    private static String row(ErrorCode code) {
        String stomp = switch (code.outcome()) {
            case REFUSAL -> "refusal";
            case NOTICE -> "notice";
            case ERROR_FRAME -> "ERROR, session ends";
            case CLOSE -> "close 1008";
            case HTTP_ONLY -> "";
        };
        return "| `%s` | %d | %s | %s | %s |"
                .formatted(code.slug(), code.httpStatus(), stomp, code.retryable() ? "yes" : "no", code.title());
    }
}
