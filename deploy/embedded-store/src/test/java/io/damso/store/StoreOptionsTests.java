package io.damso.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreOptionsTests {

    private static final String VARIABLE = "DAMSO_STORE_PASSWORD";
    private static final Map<String, String> NO_ENVIRONMENT = Map.of();

    @TempDir
    private Path directory;

    @Test
    void dataDirectoryIsAllThatMustBeGiven() {
        Path data = directory.resolve("a/b");
        assertThat(StoreOptions.parse(NO_ENVIRONMENT, "--data=" + data)).isEqualTo(new StoreOptions(27017, data, true));
        assertThat(data).isDirectory();
    }

    @Test
    void everyOptionCanBeGiven() {
        assertThat(StoreOptions.parse(NO_ENVIRONMENT, "--sync=false", "--data=" + directory, "--port=0"))
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
    void loopbackIsBoundUnlessToldOtherwise() throws IOException {
        assertThat(StoreOptions.parse(NO_ENVIRONMENT, "--data=" + directory).bind().isLoopbackAddress()).isTrue();
        StoreOptions open = StoreOptions.parse(
                Map.of(VARIABLE, "from the variable"), "--data=" + directory, "--bind=0.0.0.0", "--user=damso");
        assertThat(open.bind().isAnyLocalAddress()).isTrue();
        assertThat(open.login()).isEqualTo(new Login("damso", "from the variable"));
    }

    @Test
    void passwordIsTheFirstLineOfItsFile() throws IOException {
        Path file = Files.writeString(directory.resolve("password"), "from the file \r\nno more\n");
        Login login = StoreOptions.parse(
                NO_ENVIRONMENT, "--data=" + directory, "--user=damso", "--password-file=" + file).login();
        assertThat(login).isEqualTo(new Login("damso", "from the file "));
        assertThat(login).asString().doesNotContain("from the file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
    void otherMachinesNeedALogin(String address) {
        assertRefused("needs --user", "--data=" + directory, "--bind=" + address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not an address"})
    void unusableAddressIsRefused(String address) {
        assertRefused("--bind", "--data=" + directory, "--bind=" + address);
    }

    @Test
    void halfALoginIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("password"), "long enough");
        Path empty = Files.createFile(directory.resolve("empty"));
        String data = "--data=" + directory;
        assertRefused("needs a password", data, "--user=damso");
        assertRefused("--user is missing", data, "--password-file=" + file);
        assertRefused("--password-file=" + empty, data, "--user=damso", "--password-file=" + empty);
        assertRefused("--password-file", data, "--user=damso", "--password-file=" + directory.resolve("absent"));
        assertRefused("--password is no option", data, "--user=damso", "--password=long enough");
        Map<String, String> environment = Map.of(VARIABLE, "long enough");
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> StoreOptions.parse(environment, data)).withMessageContaining("--user is missing");
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> StoreOptions.parse(environment, data, "--user=damso", "--password-file=" + file))
                .withMessageContaining("give one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "pass\u00e4word"})
    void unusablePasswordIsRefusedAndNotRepeated(String password) {
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> StoreOptions.parse(
                        Map.of(VARIABLE, password), "--data=" + directory, "--user=damso"))
                .withMessage("The password of --user=damso is not 8 to 500 printable ASCII characters");
    }

    @Test
    void fileInPlaceOfTheDataDirectoryIsRefused() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertRefused("--data=" + file, "--data=" + file);
        assertRefused("--data=" + file, "--data=" + file.resolve("below"));
    }

    private static void assertRefused(String named, String... args) {
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> StoreOptions.parse(NO_ENVIRONMENT, args))
                .withMessageContaining(named);
    }
}
