package io.damso.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreOptionsTests {

    @TempDir
    private Path directory;

    @Test
    void dataDirectoryIsAllThatMustBeGiven() {
        Path data = directory.resolve("a/b");
        assertThat(StoreOptions.parse("--data=" + data)).isEqualTo(new StoreOptions(27017, data, true));
        assertThat(data).isDirectory();
    }

    @Test
    void everyOptionCanBeGiven() {
        assertThat(StoreOptions.parse("--sync=false", "--data=" + directory, "--port=0"))
                .isEqualTo(new StoreOptions(0, directory, false));
    }

    @Test
    void missingDataDirectoryIsRefused() {
        assertRefused("--data", "--port=1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--port", "--port=", "--port=x", "--port=-1", "--port=65536", "--sync=yes", "--sync", "--data="})
    void unusableValueIsRefusedByTheOptionsName(String option) {
        String name = option.replaceFirst("=.*", "");
        assertRefused(name, "--data=" + directory, option);
    }

    @Test
    void unknownOptionIsRefused() {
        assertRefused("--dir", "--dir=x");
    }

    @Test
    void fileInPlaceOfTheDataDirectoryIsRefused() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertRefused("--data=" + file, "--data=" + file);
        assertRefused("--data=" + file, "--data=" + file.resolve("below"));
    }

    private static void assertRefused(String named, String... args) {
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> StoreOptions.parse(args))
                .withMessageContaining(named);
    }
}
