package io.damso.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorCodeTests {

    private static final Path PAGE = Path.of("..", "docs", "error-codes.md");

    @Test
    void pageEqualsTheEnum() throws IOException {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
        assertThat(rows)
                .containsExactlyElementsOf(Arrays.stream(ErrorCode.values())
                        .map(ErrorCodeTests::row)
                        .toList());
    }

    @Test
    void pageHasAdviceForEveryCode() throws IOException {
        List<String> advice = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("- `"))
                .toList();
        assertThat(advice).allMatch(line -> line.matches("- `[a-z-]+`: [A-Z`].+\\. → [A-Z].+\\."));
        assertThat(advice.stream().map(line -> line.split("`")[1]))
                .containsExactlyElementsOf(
                        Arrays.stream(ErrorCode.values()).map(ErrorCode::slug).toList());
    }

    @Test
    void nginxsOwnAnswersEqualTheEnum() throws IOException {
        String nginx = Files.readString(Path.of("..", "nginx", "nginx.conf.template"));
        for (ErrorCode code : List.of(ErrorCode.UNAVAILABLE, ErrorCode.REQUEST_TOO_LARGE)) {
            assertThat(nginx)
                    .contains(
                            "{\"type\":\"/problems/%s\",\"title\":\"%s\",\"status\":%d,\"code\":\"%s\",\"retryable\":%b}"
                                    .formatted(
                                            code.slug(),
                                            code.title(),
                                            code.httpStatus(),
                                            code.slug(),
                                            code.retryable()));
        }
    }

    @Test
    void tokenThatCannotBeCheckedDiffersFromAnUnavailableNode() {
        assertThat(ErrorCode.TOKEN_UNVERIFIABLE.httpStatus())
                .as("NGINX tries the next node on 503")
                .isEqualTo(504);
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void closeCodeTellsWhetherToReconnect(ErrorCode code) {
        assertThat(code.closeCode()).isEqualTo(code.retryable() ? 4000 : 1008);
        assertThat(code.slug())
                .as("a close reason has at most 123 bytes (RFC 6455 §5.5)")
                .hasSizeLessThanOrEqualTo(123);
    }

    private static String row(ErrorCode code) {
        String stomp = switch (code.outcome()) {
            case REFUSAL -> "refusal";
            case NOTICE -> "notice";
            case ERROR_FRAME -> "ERROR, session ends";
            case CLOSE -> "close " + code.closeCode();
            case HTTP_ONLY -> "";
        };
        return "| `%s` | %d | %s | %s | %s |"
                .formatted(code.slug(), code.httpStatus(), stomp, code.retryable() ? "yes" : "no", code.title());
    }
}
