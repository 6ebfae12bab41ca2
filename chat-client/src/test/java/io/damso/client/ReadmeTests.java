package io.damso.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTests {

    @Test
    void exampleEqualsTheCompiledOne() throws IOException {
        String source = Files.readString(Path.of("src/test/java/io/damso/client/ReadmeExample.java"));
        String example = source.split("// README\n")[1].stripIndent();
        assertThat(Files.readString(Path.of("README.md"))).contains("```java\n" + example + "```\n");
    }
}
