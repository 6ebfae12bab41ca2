package io.damso.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands of ./damso that need no running cluster. */
class OfflineCommandsIT {

    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final Path DAMSO = HOME.resolve("damso");

    @TempDir
    Path run;

    @Test
    void worksThroughLinks(@TempDir Path elsewhere) throws Exception {
        Path absolute = Files.createSymbolicLink(elsewhere.resolve("absolute"), DAMSO);
        Path relative = Files.createSymbolicLink(elsewhere.resolve("relative"), absolute.getFileName());
        DamsoRun help = DamsoRun.bare(Map.of(), relative, "help");
        help.assertSuccess();
        assertThat(help.output()).contains("./damso up");
    }

    @Test
    void versionNamesEverythingThatRuns() throws Exception {
        DamsoRun version = DamsoRun.bare(Map.of(), DAMSO, "version");
        version.assertSuccess();
        assertThat(version.output().lines())
                .anyMatch(line -> line.matches("Damso +\\d+\\.\\d+\\.\\d+.*"))
                .anyMatch(line -> line.matches("JDK +\\d\\d.*"))
                .anyMatch(line -> line.matches("RabbitMQ +\\d+\\.\\d+.*"))
                .anyMatch(line -> line.matches("NGINX +\\d+\\.\\d+.*"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up", "down", "status", "logs", "start", "kill", "roll", "token", "dlq", "demo", "bench", "chaos",
                "check", "prove", "test", "version"
            })
    void everyCommandHasHelpOfItsOwn(String command) throws Exception {
        DamsoRun help = DamsoRun.bare(Map.of(), DAMSO, command, "--help");
        help.assertSuccess();
        assertThat(help.output()).contains("./damso ").contains(command).doesNotContain("mvn", "usage:");
    }

    @Test
    void everyCommandUsesTheSavedSettings() throws Exception {
        remember("remembered DAMSO_PORT_OFFSET 77");
        DamsoRun status = DamsoRun.bare(of(run), DAMSO, "status");
        status.assertSuccess();
        assertThat(status.output()).contains(Integer.toString(8443 + 77));
    }

    @ParameterizedTest
    @CsvSource({
        "DAMSO_PORT_OFFSET, 78, status",
        "DAMSO_HTTPS_PORT, 9999, token alice",
        "DAMSO_PORT_OFFSET, 78, stop gateway-1",
        "DAMSO_PORT_OFFSET, 78, demo",
        "DAMSO_PORT_OFFSET, 78, dlq list"
    })
    void anEnvironmentOfAnotherClusterIsRefused(String setting, String value, String command) throws Exception {
        remember("remembered DAMSO_PORT_OFFSET 77");
        DamsoRun refused =
                DamsoRun.bare(Map.of("DAMSO_RUN_DIR", run.toString(), setting, value), DAMSO, command.split(" "));
        assertThat(refused.exitCode()).as(refused.output()).isOne();
        assertThat(refused.output()).contains(setting + "=" + value, "offset 77", "DAMSO_RUN_DIR");
    }

    @ParameterizedTest
    @CsvSource({
        "dlq list, No cluster runs here",
        "dlq replay --all, No cluster runs here",
        "dlq, Use: ./damso dlq list",
        "dlq fly, Use: ./damso dlq list",
        "dlq list --all, dlq list has no option '--all'",
        "dlq list --limit 0, --limit takes a number from 1 to 10000",
        "dlq replay, dlq replay needs either --id MESSAGE_ID or --all",
        "dlq replay --id, --id needs the id of a dead letter",
        "dlq replay --all --yes, dlq replay has no option '--yes'",
        "dlq drop --id a --all --yes, dlq drop needs either --id MESSAGE_ID or --all"
    })
    void deadLettersNeedAClusterAndCompleteOptions(String command, String explanation) throws Exception {
        DamsoRun refused = DamsoRun.bare(of(run), DAMSO, command.split(" "));
        assertThat(refused.exitCode()).as(refused.output()).isOne();
        assertThat(refused.output()).contains(explanation);
    }

    @Test
    void historiesAreCheckedWithoutACluster() throws Exception {
        Path history = Files.writeString(run.resolve("history.jsonl"), """
                {"event":"run","at":0,"scenario":"by hand"}
                {"event":"sent","at":1,"client":"ann","room":"r","session":1,"message":"ann/1"}
                {"event":"acknowledged","at":2,"client":"ann","message":"ann/1","id":"A"}
                {"event":"stored","at":3,"room":"r","seq":1,"message":"ann/1","id":"A"}
                {"event":"end","at":4,"complete":true}
                """);
        DamsoRun good = DamsoRun.bare(of(run), DAMSO, "check", history.toString());
        good.assertSuccess();
        assertThat(good.output()).contains("by hand: 1 sent, 1 acknowledged, 1 stored");
        Files.writeString(
                history,
                Files.readString(history)
                        .replace("\"seq\":1,\"message\":\"ann/1\"", "\"seq\":1,\"message\":\"ann/2\""));
        DamsoRun broken = DamsoRun.bare(of(run), DAMSO, "check", history.toString());
        assertThat(broken.exitCode()).as(broken.output()).isOne();
        assertThat(broken.output()).contains("lost: ann/1");
    }

    @Test
    void aFileThatOthersMayWriteIsNotRead() throws Exception {
        Path file = remember("touch \"$RUN/executed\"");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        DamsoRun refused = DamsoRun.bare(of(run), DAMSO, "status");
        assertThat(refused.exitCode()).as(refused.output()).isOne();
        assertThat(refused.output()).contains("others may write it");
        assertThat(run.resolve("executed")).doesNotExist();
    }

    @Test
    void savedSettingsAreRestoredExactlyAndNotExecuted() throws Exception {
        String value = "a'b\"c $(touch executed) `touch executed`\n; touch executed; é 앨리스 \\";
        DamsoRun recalled = shell(
                Map.of("DAMSO_AUTH_AUDIENCES", value, "DAMSO_AUTH_SECRET", "never-kept"),
                "remember_cluster; unset DAMSO_AUTH_AUDIENCES DAMSO_AUTH_SECRET; recall_cluster; export_settings",
                "cat \"$CLUSTER\" >&2; printf '<%s>' \"$DAMSO_AUTH_AUDIENCES\"");
        recalled.assertSuccess();
        assertThat(recalled.output()).contains("<" + value + ">").doesNotContain("never-kept");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(run.resolve("cluster"))))
                .isEqualTo("rw-------");
        assertThat(run.resolve("executed")).doesNotExist();
    }

    @Test
    void emptySettingIsResetToItsDefault() throws Exception {
        remember("remembered LOGGING_LEVEL_ROOT DEBUG\nremembered DAMSO_HSTS max-age=1");
        DamsoRun recalled = shell(
                Map.of("LOGGING_LEVEL_ROOT", ""),
                "recall_cluster; export_settings; remember_cluster; cat \"$CLUSTER\"");
        assertThat(recalled.output())
                .contains("remembered DAMSO_HSTS max-age=1")
                .doesNotContain("LOGGING_LEVEL_ROOT");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "앨리스, {\"username\":\"앨리스\"}",
                "a\"b\\c, {\"username\":\"a\\\"b\\\\c\"}",
                "`al\tice`, {\"username\":\"al\\u0000ice\"}"
            })
    void aNameOfAnyScriptIsJson(String name, String json) throws Exception {
        DamsoRun encoded = shell(Map.of("USER_NAME", name), "json_username \"$USER_NAME\"");
        assertThat(encoded.output()).isEqualTo(json);
    }

    @Test
    void backgroundProcessesKeepNoFileOfTheCallerOpen() throws Exception {
        DamsoRun open = shell(
                Map.of(),
                "exec 9>lock",
                "launch sleeper sleep 60",
                "pid=$(pid_of sleeper)",
                "is_sleep() { [ \"$(cat /proc/$pid/comm)\" = sleep ]; }",
                "wait_until 30 is_sleep",
                "echo $(ls /proc/$pid/fd)",
                "kill_group sleeper");
        assertThat(open.output().strip()).isEqualTo("0 1 2");
    }

    @Test
    void progressIsPrintedDuringWork() throws Exception {
        DamsoRun result = shell(
                Map.of(),
                "PROGRESS_SECONDS=1",
                "(sleep 6; exit 7) &",
                "await_child $! echo 'at work' || echo \"code $?\"");
        assertThat(result.output()).containsPattern("at work \\([1-9] s\\)").contains("code 7");
    }

    private static Map<String, String> of(Path run) {
        return Map.of("DAMSO_RUN_DIR", run.toString());
    }

    private Path remember(String line) throws IOException {
        Path file = Files.writeString(run.resolve("cluster"), "GATEWAYS=2\n" + line + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /** Runs functions of the script with the locale C. */
    private DamsoRun shell(Map<String, String> environment, String... lines) throws Exception {
        String script = "set -euo pipefail\nDAMSO_HOME=%s\ncd %s\n".formatted(HOME, run)
                + "for part in say memory settings interrupt process token; do . \"$DAMSO_HOME/deploy/native/$part.sh\"; done\n"
                + String.join("\n", lines);
        Path output = Files.createTempFile("shell-", ".out");
        try {
            Map<String, String> settings = new HashMap<>(environment);
            settings.put("DAMSO_RUN_DIR", run.toString());
            settings.put("LC_ALL", "C");
            Process bash = DamsoRun.start(settings, output, List.of("bash", "-c", script));
            assertThat(bash.waitFor(1, TimeUnit.MINUTES)).isTrue();
            return new DamsoRun(bash.exitValue(), Files.readString(output));
        } finally {
            Files.delete(output);
        }
    }
}
