package io.damso.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** ShellCheck reports nothing for any shell script. */
class ScriptsTests {

    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

    /** The first line of a program, or of a part that names its shell. */
    private static final Pattern FIRST_LINE =
            Pattern.compile("#!.*[/ ](?:ba|da)?sh|# shellcheck shell=.*", Pattern.DOTALL);

    /** Directories that are not in the repository. */
    private static final Set<String> FOREIGN = Set.of(".git", "target", "node_modules");

    @Test
    void shellCheckReportsNothing() throws Exception {
        Set<Path> scripts = scripts();
        assertThat(scripts)
                .contains(Path.of("damso"), Path.of(".ci/run"), Path.of("deploy/native/tools.sh"))
                .contains(Path.of("nginx/files.envsh"), Path.of("benchmarks/chat/peer.sh"));
        List<String> command = new ArrayList<>(List.of("shellcheck", "--external-sources", "--"));
        scripts.forEach(script -> command.add(script.toString()));
        Process process = start(command);
        String findings = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(findings).isZero();
    }

    @Test
    void everyShellFileNamesItsShell() throws IOException {
        assertThat(files().filter(file -> file.toString().matches(".*\\.(sh|envsh)")))
                .isSubsetOf(scripts());
    }

    private static Process start(List<String> command) throws IOException {
        try {
            return new ProcessBuilder(command)
                    .directory(HOME.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            return fail("ShellCheck is missing; install the package 'shellcheck', or run ./damso test", e);
        }
    }

    private static Set<Path> scripts() throws IOException {
        return files().filter(ScriptsTests::isScript).collect(TreeSet::new, Set::add, Set::addAll);
    }

    private static boolean isScript(Path file) {
        // As single bytes, because a file may have any content.
        try (BufferedReader reader = Files.newBufferedReader(HOME.resolve(file), StandardCharsets.ISO_8859_1)) {
            String line = reader.readLine();
            return line != null && FIRST_LINE.matcher(line).matches();
        } catch (IOException e) {
            return fail("Cannot read " + file, e);
        }
    }

    private static Stream<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(HOME, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                String name = directory.getFileName().toString();
                return FOREIGN.contains(name) || name.startsWith(".run")
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    files.add(HOME.relativize(file));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files.stream();
    }
}
