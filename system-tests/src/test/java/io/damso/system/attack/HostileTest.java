package io.damso.system.attack;

import io.damso.system.Cluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Tables of attacks. After each attack both gateways deliver the other clients' messages, and there are as many
 * sessions as before and no new queues. After a class, memory is within its bound and no log contains an error or a
 * token.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class HostileTest {

    /** The cluster that is attacked. */
    @RegisterExtension
    protected static final Cluster CLUSTER = Cluster.INSTANCE;

    private AttackFixture fixture;

    /** For subclasses. */
    protected HostileTest() {}

    @BeforeAll
    void createFixture() throws Exception {
        prepare();
        fixture = new AttackFixture(CLUSTER);
    }

    @AfterAll
    void checkCluster() throws Exception {
        try {
            fixture.leave();
        } finally {
            clearUp();
        }
    }

    /** Prepares the cluster before the clients connect. */
    protected void prepare() throws Exception {}

    /** Reverts {@link #prepare}. */
    protected void clearUp() throws Exception {}

    /** Returns the fixture of the attacks. */
    protected AttackFixture fixture() {
        return fixture;
    }

    /** One row of a table: description, action of the attacker, and expected reaction. */
    protected DynamicTest attack(String name, Action action, Reaction reaction) {
        return DynamicTest.dynamicTest(name + " -> " + reaction.words(), () -> fixture.check(action, reaction));
    }
}
