package io.damso.structure;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Rules for all packages of the module whose tests run. The packages are found in its class files. */
class PackageRulesTests {

    private static final Path MODULE = Path.of(System.getProperty("basedir", ""));
    private static final Path MAIN = MODULE.resolve("target/classes");
    private static final Path TESTS = MODULE.resolve("target/test-classes");

    /** A package and its parent are separate packages. */
    @Test
    void packagesFormNoCycle() {
        slices().matching("io.damso.(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(classes(MAIN));
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> unmarked = packages(classes(MAIN, TESTS)).stream()
                .filter(name -> !isNullMarked(name))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(unmarked)
                .as("packages without @NullMarked in a package-info")
                .isEmpty();
    }

    @Test
    void scanFindsPackages() {
        assertThat(packages(classes(TESTS))).contains(PackageRulesTests.class.getPackageName());
        if (Files.exists(MODULE.resolve("src/main/java"))) {
            assertThat(packages(classes(MAIN))).isNotEmpty();
        }
    }

    /** Does not read classes of libraries, because the rules check only the module's own classes. */
    private static JavaClasses classes(Path... directories) {
        return ArchConfiguration.withThreadLocalScope(configuration -> {
            configuration.setResolveMissingDependenciesFromClassPath(false);
            return new ClassFileImporter()
                    .importPaths(
                            Arrays.stream(directories).filter(Files::exists).toList());
        });
    }

    private static Set<String> packages(JavaClasses classes) {
        return classes.stream().map(JavaClass::getPackageName).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Tests may share the package of another module. */
    private static boolean isNullMarked(String name) {
        try {
            return Class.forName(name + ".package-info").isAnnotationPresent(NullMarked.class);
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
