package io.damso.persistence;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PackageDirectionTests {

    private static final String ROOT = "io.damso.persistence.";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackagesOf(PersistenceApplication.class);

    @Test
    void featuresFormNoCycle() {
        slices().matching("io.damso.persistence.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void storeDependsOnNoOtherFeature() {
        dependsOnlyOn("store", Set.of("store"));
    }

    @Test
    void ingestDependsOnStoreAndQuestionsOnly() {
        dependsOnlyOn("ingest", Set.of("ingest", "store", "questions"));
    }

    @Test
    void othersDependOnStoreRoomsQuestionsLimitsAndProblemsOnly() {
        for (String feature : featuresBut(Set.of("store", "rooms", "questions", "limits", "problem"))) {
            noClasses()
                    .that()
                    .resideOutsideOfPackage(feature)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(feature)
                    .check(CLASSES);
        }
    }

    private static void dependsOnlyOn(String feature, Set<String> known) {
        noClasses()
                .that()
                .resideInAPackage(ROOT + feature + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(featuresBut(known).toArray(String[]::new))
                .check(CLASSES);
    }

    /** Returns the packages of all scanned features except the given ones. */
    private static Set<String> featuresBut(Set<String> known) {
        return CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(ROOT))
                .map(name -> name.substring(ROOT.length()).split("\\.")[0])
                .filter(feature -> !known.contains(feature))
                .map(feature -> ROOT + feature + "..")
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
