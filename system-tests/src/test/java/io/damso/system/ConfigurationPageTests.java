package io.damso.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page of settings matches the services' metadata. */
class ConfigurationPageTests {

    private static final Path PAGE = Path.of("..", "docs", "configuration.md");
    private static final String METADATA = "target/classes/META-INF/spring-configuration-metadata.json";

    @Test
    void pageListsEverySettingOfTheServices() throws IOException {
        List<String> expected = Stream.of("chat-auth", "chat-edge", "chat-gateway", "chat-persistence")
                .flatMap(ConfigurationPageTests::rowsOf)
                .toList();
        List<String> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `damso."))
                .toList();
        assertThat(rows)
                .as("docs/configuration.md should hold these rows:%n%s", String.join("\n", expected))
                .containsExactlyElementsOf(expected);
    }

    private static Stream<String> rowsOf(String module) {
        JsonNode metadata = new JsonMapper()
                .readTree(Path.of("..", module).resolve(METADATA).toFile());
        return metadata.path("properties")
                .valueStream()
                .map(property -> "| `%s` | %s | %s |"
                        .formatted(
                                property.path("name").stringValue(),
                                defaultOf(property),
                                property.path("description").asString("")))
                .sorted();
    }

    private static String defaultOf(JsonNode property) {
        JsonNode value = property.path("defaultValue");
        return value.isMissingNode() || value.isArray() ? "" : "`" + value.asString() + "`";
    }
}
