package io.damso.system.attack;

import io.damso.client.ChatApi;
import io.damso.system.Cluster;
import io.damso.system.wire.RawConnection;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/**
 * The fixture of attacks: a room with the attacker and other clients, a room without the attacker, and checks of the
 * cluster's state.
 */
public final class AttackFixture {

    private final Cluster cluster;
    private final SSLContext tls;
    private final String attackersName = "mallory-" + UUID.randomUUID();
    private final String othersName = "bob-" + UUID.randomUUID();
    private final String token;
    private final String room;
    private final String foreign;
    private final String own;
    private final AtomicInteger hosts = new AtomicInteger();
    private final ClusterState state;
    private final OtherClients others;

    /** Creates rooms and clients. */
    public AttackFixture(Cluster cluster) throws Exception {
        this.cluster = cluster;
        this.tls = cluster.tls();
        this.state = new ClusterState(cluster);
        ChatApi api = cluster.api();
        this.token = api.token(attackersName);
        String othersToken = api.token(othersName);
        this.room = api.createRoom(othersToken, "Room of a hostile test", List.of(attackersName));
        this.foreign = api.createRoom(othersToken, "Room of others", List.of());
        this.own = api.createRoom(token, "Room of the attacker alone", List.of());
        this.others = new OtherClients(cluster, room, othersName, othersToken, attackersName);
        state.take();
    }

    /** Runs one case: the action, its reaction, and the checks of the cluster. */
    void check(Action action, Reaction reaction) throws Exception {
        List<String> delivered;
        try (Attacker attacker = new Attacker(this)) {
            action.make(attacker);
            reaction.check().on(attacker);
            delivered = attacker.delivered();
        }
        assertUnharmed(delivered);
    }

    /** Fails unless the other clients, sessions and broker are as before, except for the attacker's valid messages. */
    public void assertUnharmed(List<String> attackersTexts) throws Exception {
        others.assertUnharmed(attackersTexts);
        state.assertUnchanged();
    }

    /** Returns an address for one more client. */
    public int newHost() {
        return hosts.getAndIncrement();
    }

    /** Connects to NGINX. */
    public RawConnection connectToNginx(int host) throws IOException {
        return RawConnection.open(cluster.port(8443), tls, host);
    }

    /** Connects to a gateway directly, for many connections that TLS would make slow. */
    public RawConnection connectToGateway(int gateway, int host) throws IOException {
        return RawConnection.open(cluster.port(9101 + 2 * gateway), null, host);
    }

    /** Returns the token of the attacker, who is in the room as a member. */
    public String attackersToken() {
        return token;
    }

    String attackersName() {
        return attackersName;
    }

    /** Replaces the placeholders in braces. */
    public String fill(String text) {
        return text.replace("{room}", room)
                .replace("{foreign}", foreign)
                .replace("{own}", own)
                .replace("{user}", attackersName)
                .replace("{other}", othersName)
                .replace("{token}", token);
    }

    /** Replaces the placeholders in braces. */
    public List<String> fill(List<String> texts) {
        return texts.stream().map(this::fill).toList();
    }

    /** Disconnects the other clients and checks the cluster once more. */
    void leave() throws Exception {
        others.close();
        state.assertMemoryBounded();
        state.assertLogsClean();
    }
}
