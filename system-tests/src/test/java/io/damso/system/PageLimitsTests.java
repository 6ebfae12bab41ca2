package io.damso.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page checks the length of a text before it sends it; its limit must not exceed the gateway's. */
class PageLimitsTests {

    private static final Pattern OF_THE_PAGE = Pattern.compile("MAX_TEXT_BYTES = (\\d+);");
    private static final Pattern OF_THE_GATEWAY =
            Pattern.compile("`damso\\.gateway\\.send\\.max-text-size` \\| `(\\d+)KB`");

    @Test
    void pageAcceptsNoLongerTextThanTheGatewayByDefault() throws IOException {
        assertThat(number(OF_THE_PAGE, "nginx/web/limits.js"))
                .isPositive()
                .isLessThanOrEqualTo(1024 * number(OF_THE_GATEWAY, "docs/configuration.md"));
    }

    private static int number(Pattern pattern, String file) throws IOException {
        Matcher matcher = pattern.matcher(Files.readString(Path.of("..").resolve(file)));
        assertThat(matcher.find()).as(pattern + " in " + file).isTrue();
        return Integer.parseInt(matcher.group(1));
    }
}
