package io.damso.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/**
 * Dependencies have one direction: connect, a protocol (stomp), requests, session, then limits, access, send, mailbox
 * and rooms, which do not know each other. The relay delivers to rooms. Access and relay depend on membership, and
 * limits on admission.
 */
@AnalyzeClasses(packagesOf = GatewayApplication.class, importOptions = ImportOption.DoNotIncludeTests.class)
class StructureTests {

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.damso.gateway.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nobodyUsesConnect = noClasses()
            .that()
            .resideOutsideOfPackage("..gateway.connect..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..gateway.connect..");

    @ArchTest
    static final ArchRule onlyTheEndpointKnowsAProtocol = noClasses()
            .that()
            .resideOutsideOfPackages("..gateway.connect..", "..gateway.stomp..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..gateway.stomp..");

    @ArchTest
    static final ArchRule onlyProtocolsKnowRequests = noClasses()
            .that()
            .resideOutsideOfPackages("..gateway.stomp..", "..gateway.requests..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..gateway.requests..");

    @ArchTest
    static final ArchRule onlyTheEndpointProtocolsAndRequestsKnowSessions = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "..gateway.connect..", "..gateway.stomp..", "..gateway.requests..", "..gateway.session..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..gateway.session..");

    /** The relay is a STOMP client of RabbitMQ; it does not serve clients. */
    @ArchTest
    static final ArchRule stompIsSpokenWithClientsInOnePlace = noClasses()
            .that()
            .resideOutsideOfPackages("..gateway.stomp..", "..gateway.relay..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework.messaging..");

    @ArchTest
    static final ArchRule theClockOfSessionsIsNoPartOfThem = noClasses()
            .that()
            .resideInAPackage("..gateway.session")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..gateway.session.clock..");

    @ArchTest
    static final ArchRule sessionsKnowNothingOfTheWayToTheBroker = noClasses()
            .that()
            .resideInAnyPackage(
                    "..gateway.stomp..",
                    "..gateway.requests..",
                    "..gateway.session..",
                    "..gateway.mailbox..",
                    "..gateway.rooms..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..gateway.relay..", "org.springframework.amqp..", "com.rabbitmq..");

    @ArchTest
    static final ArchRule whatSessionsUseDoesNotKnowEachOther = slices().matching("io.damso.gateway.(*)..")
            .that(DescribedPredicate.describe(
                    "are used by sessions",
                    slice -> Set.of("access", "send", "mailbox", "rooms", "limits", "lifetime")
                            .contains(slice.getNamePart(1))))
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule membershipAndAdmissionKnowNoOtherPackage = noClasses()
            .that()
            .resideInAnyPackage("..gateway.membership..", "..gateway.admission..")
            .should()
            .dependOnClassesThat(DescribedPredicate.describe(
                    "are in another package of the gateway",
                    other -> other.getPackageName().startsWith("io.damso.gateway.")
                            && !other.getPackageName().startsWith("io.damso.gateway.membership")
                            && !other.getPackageName().startsWith("io.damso.gateway.admission")));

    @ArchTest
    static final ArchRule jettyIsKnownWhereSocketsAreOpenedAndWritten = noClasses()
            .that()
            .resideOutsideOfPackages("..gateway.connect..", "..gateway.mailbox..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.eclipse.jetty..");

    /** A plain executor cancels a periodic task after its first failure, without a message. */
    @ArchTest
    static final ArchRule whatRunsAgainAndAgainIsGuarded = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(Guard.class.getName())
            .should()
            .callMethodWhere(JavaCall.Predicates.target(
                    HasName.Predicates.nameMatching("scheduleWithFixedDelay|scheduleAtFixedRate")));

    /** The callbacks of such a future would run on the JVM's only timeout thread. */
    @ArchTest
    static final ArchRule noFutureTimesOutOnTheDelayThread = noClasses()
            .should()
            .callMethodWhere(
                    JavaCall.Predicates.target(HasName.Predicates.nameMatching("orTimeout|completeOnTimeout")));
}
