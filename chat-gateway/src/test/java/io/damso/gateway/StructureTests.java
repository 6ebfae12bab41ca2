package io.damso.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Data flows one way: connect wires the others together, everything may answer through session. */
@AnalyzeClasses(packagesOf = GatewayApplication.class, importOptions = ImportOption.DoNotIncludeTests.class)
class StructureTests {

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.damso.gateway.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nobodyUsesConnect = noClasses()
            .that().resideOutsideOfPackage("..gateway.connect..")
            .should().dependOnClassesThat().resideInAPackage("..gateway.connect..");

    @ArchTest
    static final ArchRule sendAccessAndRelayKnowSessionsOnly = noClasses()
            .that().resideInAnyPackage("..gateway.access..", "..gateway.relay..", "..gateway.session..")
            .should().dependOnClassesThat().resideInAnyPackage("..gateway.send..", "..gateway.connect..");

    @ArchTest
    static final ArchRule amqpIsUsedWhereMessagesLeaveAndMembershipIsAsked = noClasses()
            .that().resideOutsideOfPackages("..gateway.send..", "..gateway.access..", "..gateway.relay..")
            .should().dependOnClassesThat().resideInAnyPackage("org.springframework.amqp..", "com.rabbitmq..");

    @ArchTest
    static final ArchRule everyPackageIsNullMarked = classes()
            .that().haveSimpleName("package-info")
            .should().beAnnotatedWith("org.jspecify.annotations.NullMarked");
}
