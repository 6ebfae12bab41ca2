package io.damso.persistence;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class PackageDirectionTests {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackagesOf(PersistenceApplication.class);

    @Test
    void featuresFormNoCycle() {
        slices().matching("io.damso.persistence.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void storeKnowsNoOtherFeature() {
        noClasses().that().resideInAPackage("..persistence.store..")
                .should().dependOnClassesThat().resideInAnyPackage("..persistence.ingest..",
                        "..persistence.history..", "..persistence.rooms..", "..persistence.membership..",
                        "..persistence.problem..", "..persistence.signin..", "..persistence.access..")
                .check(CLASSES);
    }

    @Test
    void ingestKnowsOnlyTheStore() {
        noClasses().that().resideInAPackage("..persistence.ingest..")
                .should().dependOnClassesThat().resideInAnyPackage("..persistence.history..",
                        "..persistence.rooms..", "..persistence.membership..", "..persistence.problem..",
                        "..persistence.signin..", "..persistence.access..")
                .check(CLASSES);
    }

    @Test
    void nobodyKnowsIngestHistoryMembershipSigninAccessOrAdmin() {
        for (String feature : new String[] {"ingest", "history", "membership", "signin", "access", "admin"}) {
            String features = "..persistence." + feature + "..";
            noClasses().that().resideOutsideOfPackage(features)
                    .should().dependOnClassesThat().resideInAPackage(features).check(CLASSES);
        }
    }
}
