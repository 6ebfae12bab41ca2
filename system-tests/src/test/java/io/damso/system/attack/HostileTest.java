package io.damso.system.attack;

import io.damso.system.Cluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Tables of attacks. After each one both gateways carry the bystanders' messages, there are as many sessions as before
 * and no new queues; after all of a class memory is within its bound and no log shows an error or a token.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class HostileTest {

    /** The cluster that is attacked. */
    @RegisterExtension
    protected static final Cluster CLUSTER = Cluster.INSTANCE;

    private Scene scene;

    /** For subclasses. */
    protected HostileTest() {}

    @BeforeAll
    void setScene() throws Exception {
        prepare();
        scene = new Scene(CLUSTER);
    }

    @AfterAll
    void leaveScene() throws Exception {
        try {
            scene.leave();
        } finally {
            clearUp();
        }
    }

    /** Makes the cluster what the attacks need, before the scene is set. */
    protected void prepare() throws Exception {}

    /** Takes {@link #prepare} back. */
    protected void clearUp() throws Exception {}

    /** Returns where it happens. */
    protected Scene scene() {
        return scene;
    }

    /** One line of a table: what somebody tries, how, and what comes of it. */
    protected DynamicTest attack(String name, Move move, Reaction reaction) {
        return DynamicTest.dynamicTest(name + " -> " + reaction.words(), () -> scene.play(move, reaction));
    }
}
