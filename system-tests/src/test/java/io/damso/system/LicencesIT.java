package io.damso.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every program contains its bill of materials, and the page of licences matches them. */
class LicencesIT {

    private static final Path PAGE = Path.of("..", "docs", "licences.md");
    private static final String LIST = "META-INF/sbom/application.cdx.json";
    private static final Path[] PROGRAMS = {
        Path.of("..", "chat-gateway", "target", "chat-gateway-exec.jar"),
        Path.of("..", "chat-persistence", "target", "chat-persistence-exec.jar"),
        Path.of("..", "embedded-store", "target", "embedded-store-exec.jar")
    };

    @BeforeAll
    static void onlyOnline() {
        assertThat(System.getProperty("damso.maven"))
                .as("CycloneDX makes the lists of parts only online: run Maven without -o")
                .isEqualTo("offline=false");
    }

    @Test
    void pageNamesEveryLibraryOfThePrograms() throws IOException {
        Map<String, String> licences = new TreeMap<>();
        for (Path program : PROGRAMS) {
            parts(program).stream()
                    .filter(part -> !part.path("group").asString("").equals("io.damso"))
                    .forEach(part -> licences.put(name(part), licence(part)));
        }
        List<String> expected = licences.entrySet().stream()
                .map(part -> "| `%s` | %s |".formatted(part.getKey(), part.getValue()))
                .toList();
        List<String> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
        assertThat(rows)
                .as("docs/licences.md should hold these rows:%n%s", String.join("\n", expected))
                .containsExactlyElementsOf(expected);
        assertThat(licences.values()).as("every library has a licence").doesNotContain("");
    }

    @Test
    void noProgramHoldsALibraryTwice() throws IOException {
        for (Path program : PROGRAMS) {
            assertThat(parts(program).stream().map(LicencesIT::name))
                    .as(program.toString())
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void listHoldsEveryJarOfItsProgram() throws IOException {
        for (Path program : PROGRAMS) {
            List<String> listed = parts(program).stream()
                    .map(part -> part.path("name").asString() + "-"
                            + part.path("version").asString())
                    .toList();
            try (JarFile jar = new JarFile(program.toFile())) {
                List<String> libraries = jar.stream()
                        .map(entry -> entry.getName())
                        .filter(name -> name.startsWith("BOOT-INF/lib/") && name.endsWith(".jar"))
                        .map(name -> name.substring("BOOT-INF/lib/".length()))
                        .filter(name -> !name.startsWith("spring-boot-jarmode-"))
                        .toList();
                // Native libraries have a classifier after the version.
                assertThat(libraries)
                        .as(program.toString())
                        .isNotEmpty()
                        .allMatch(library -> listed.stream()
                                .anyMatch(part -> library.equals(part + ".jar") || library.startsWith(part + "-")));
            }
        }
    }

    private static List<JsonNode> parts(Path program) throws IOException {
        try (JarFile jar = new JarFile(program.toFile())) {
            String[] places = {LIST, "BOOT-INF/classes/" + LIST};
            var entry = Arrays.stream(places)
                    .map(jar::getJarEntry)
                    .filter(found -> found != null)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(program + " holds no " + LIST));
            return new JsonMapper()
                    .readTree(jar.getInputStream(entry))
                    .path("components")
                    .valueStream()
                    .toList();
        }
    }

    private static String name(JsonNode part) {
        return part.path("group").asString("") + ":" + part.path("name").asString();
    }

    private static String licence(JsonNode part) {
        return part.path("licenses")
                .valueStream()
                .map(entry -> entry.has("expression")
                        ? entry.path("expression").asString()
                        : entry.path("license")
                                .path("id")
                                .asString(entry.path("license").path("name").asString("")))
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
