package io.damso.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
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
        assertThat(StoreOptions.parse("--data=" + data))
                .isEqualTo(new StoreOptions(27017, data, InetAddress.getLoopbackAddress(), null));
        assertThat(data).isDirectory();
    }

    @Test
    void everyOptionCanBeGiven() {
        assertThat(StoreOptions.parse("--data=" + directory, "--port=0", "--bind=127.0.0.2"))
                .isEqualTo(new StoreOptions(0, directory, InetAddress.ofLiteral("127.0.0.2"), null));
    }

    @Test
    void missingDataDirectoryIsRefused() {
        assertRefused("--data", "--port=1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--port", "--port=", "--port=x", "--data="})
    void unusableValueIsRefusedByTheOptionsName(String option) {
        String name = option.replaceFirst("=.*", "");
        assertRefused(name, "--data=" + directory, option);
    }

    @Test
    void unknownOptionIsRefused() {
        assertRefused("--dir", "--data=" + directory, "--dir=x");
    }

    @Test
    void loopbackIsBoundUnlessToldOtherwise() throws IOException {
        assertThat(StoreOptions.parse("--data=" + directory).bind().isLoopbackAddress())
                .isTrue();
        Path file = Files.writeString(directory.resolve("password"), "from the file");
        StoreOptions open =
                StoreOptions.parse("--data=" + directory, "--bind=0.0.0.0", "--user=damso", "--password-file=" + file);
        assertThat(open.bind().isAnyLocalAddress()).isTrue();
        assertThat(open.login()).isEqualTo(new Login("damso", "from the file"));
    }

    @Test
    void passwordIsTheFirstLineOfItsFile() throws IOException {
        Path file = Files.writeString(directory.resolve("password"), "from the file \r\nno more\n");
        Login login = StoreOptions.parse("--data=" + directory, "--user=damso", "--password-file=" + file)
                .login();
        assertThat(login).isEqualTo(new Login("damso", "from the file "));
        assertThat(login).asString().doesNotContain("from the file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
    void otherMachinesNeedALogin(String address) {
        assertRefused("needs --user", "--data=" + directory, "--bind=" + address);
    }

    @Test
    void unusableAddressIsRefused() {
        assertRefused("--bind", "--data=" + directory, "--bind=not an address");
    }

    @Test
    void halfALoginIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("password"), "long enough");
        Path empty = Files.createFile(directory.resolve("empty"));
        String data = "--data=" + directory;
        assertRefused("--password-file", data, "--user=damso");
        assertRefused("--user", data, "--password-file=" + file);
        assertRefused("The password", data, "--user=damso", "--password-file=" + empty);
        assertRefused("--password-file", data, "--user=damso", "--password-file=" + directory.resolve("absent"));
        assertRefused("--password", data, "--user=damso", "--password=long enough");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "pass\u00e4word"})
    void unusablePasswordIsRefusedAndNotRepeated(String password) throws IOException {
        Path file = Files.writeString(directory.resolve("password"), password);
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> StoreOptions.parse("--data=" + directory, "--user=damso", "--password-file=" + file))
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
                .isThrownBy(() -> StoreOptions.parse(args))
                .withMessageContaining(named);
    }
}
