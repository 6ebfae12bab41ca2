package io.damso.system.attack;

import io.damso.demo.ChatApi;
import io.damso.system.Cluster;
import io.damso.system.wire.RawConnection;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/**
 * Where attacks happen: a room with the attacker and bystanders, a room of others, and a look at the cluster's health.
 */
public final class Scene {

    private final Cluster cluster;
    private final SSLContext tls;
    private final String attackersName = "mallory-" + UUID.randomUUID();
    private final String bystandersName = "bob-" + UUID.randomUUID();
    private final String token;
    private final String room;
    private final String foreign;
    private final String own;
    private final AtomicInteger hosts = new AtomicInteger();
    private final Vitals vitals;
    private final Bystanders bystanders;

    /** Sets the scene. */
    public Scene(Cluster cluster) throws Exception {
        this.cluster = cluster;
        this.tls = cluster.tls();
        this.vitals = new Vitals(cluster);
        ChatApi api = cluster.api();
        this.token = api.token(attackersName);
        String bystandersToken = api.token(bystandersName);
        this.room = api.createRoom(bystandersToken, "Room of a hostile test", List.of(attackersName));
        this.foreign = api.createRoom(bystandersToken, "Room of others", List.of());
        this.own = api.createRoom(token, "Room of the attacker alone", List.of());
        this.bystanders = new Bystanders(cluster, room, bystandersName, bystandersToken, attackersName);
        vitals.take();
    }

    /** Plays one case: the move, its reaction, and a look around. */
    void play(Move move, Reaction reaction) throws Exception {
        List<String> heard;
        try (Attacker attacker = new Attacker(this)) {
            move.make(attacker);
            reaction.check().on(attacker);
            heard = attacker.heard();
        }
        assertUnharmed(heard);
    }

    /** Fails unless bystanders, sessions and broker are as they were, except for what the attacker said lawfully. */
    public void assertUnharmed(List<String> attackersTexts) throws Exception {
        bystanders.assertUnharmed(attackersTexts);
        vitals.assertUnchanged(own);
    }

    /** Returns an address for one more client. */
    public int newHost() {
        return hosts.getAndIncrement();
    }

    /** Connects to NGINX. */
    public RawConnection frontDoor(int host) throws IOException {
        return RawConnection.open(cluster.port(8443), tls, host);
    }

    /** Connects to a gateway past NGINX, for numbers that TLS would make slow. */
    public RawConnection backDoor(int gateway, int host) throws IOException {
        return RawConnection.open(cluster.port(9101 + 2 * gateway), null, host);
    }

    /** Returns the token of the attacker, who is in the room as a member. */
    public String attackersToken() {
        return token;
    }

    String attackersName() {
        return attackersName;
    }

    /** Fills in what braces stand for. */
    public String fill(String text) {
        return text.replace("{room}", room).replace("{foreign}", foreign).replace("{own}", own).replace("{user}",
                attackersName)
                .replace("{bystander}", bystandersName).replace("{token}", token);
    }

    /** Fills in what braces stand for. */
    public List<String> fill(List<String> texts) {
        return texts.stream().map(this::fill).toList();
    }

    /** Sends the bystanders home and looks at the whole once more. */
    void leave() throws Exception {
        bystanders.close();
        vitals.assertMemoryBounded();
        vitals.assertLogsClean();
    }
}
