package io.damso.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/**
 * Data flows one way: connect, session, then frames, limits, access, send and rooms, each on its own; relay feeds
 * rooms.
 */
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
    static final ArchRule onlyTheEndpointKnowsSessions = noClasses()
            .that().resideOutsideOfPackages("..gateway.connect..", "..gateway.session..")
            .should().dependOnClassesThat().resideInAPackage("..gateway.session..");

    @ArchTest
    static final ArchRule sessionsKnowNothingOfTheWayToTheBroker = noClasses()
            .that().resideInAnyPackage("..gateway.session..", "..gateway.mailbox..", "..gateway.rooms..")
            .should().dependOnClassesThat().resideInAnyPackage(
                    "..gateway.relay..", "org.springframework.amqp..", "com.rabbitmq..");

    @ArchTest
    static final ArchRule whatSessionsUseDoesNotKnowEachOther = slices()
            .matching("io.damso.gateway.(*)..")
            .that(DescribedPredicate.describe("are used by sessions",
                    slice -> Set.of("access", "send", "mailbox", "rooms", "frames", "limits").contains(slice.getNamePart(1))))
            .should().notDependOnEachOther();

    @ArchTest
    static final ArchRule jettyIsKnownWhereSocketsAreOpenedAndWritten = noClasses()
            .that().resideOutsideOfPackages("..gateway.connect..", "..gateway.mailbox..")
            .should().dependOnClassesThat().resideInAPackage("org.eclipse.jetty..");

    @ArchTest
    static final ArchRule everyPackageIsNullMarked = classes()
            .that().haveSimpleName("package-info")
            .should().beAnnotatedWith("org.jspecify.annotations.NullMarked");
}
