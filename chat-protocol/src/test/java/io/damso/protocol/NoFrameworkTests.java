package io.damso.protocol;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The protocol module depends only on Java; the envelope of the broker also needs a CBOR library. */
@AnalyzeClasses(packagesOf = ChatMessage.class, importOptions = ImportOption.DoNotIncludeTests.class)
class NoFrameworkTests {

    @ArchTest
    static final ArchRule onlyJavaIsNeeded = classes()
            .that()
            .resideOutsideOfPackage("io.damso.protocol.envelope")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.damso.protocol..", "java..", "org.jspecify.annotations..");

    @ArchTest
    static final ArchRule noFrameworkIsNeeded = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.damso.protocol..",
                    "java..",
                    "org.jspecify.annotations..",
                    "tools.jackson.core..",
                    "tools.jackson.dataformat.cbor..");
}
