package io.damso.reliability.check;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class CheckerAloneTests {

    @Test
    void checkerKnowsNothingOfTheProduct() {
        classes()
                .that()
                .resideInAPackage("io.damso.reliability.check")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "tools.jackson..", "org.jspecify..", "io.damso.reliability.check")
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.damso.reliability.check"));
    }
}
