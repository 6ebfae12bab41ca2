package io.damso.load.peer;

import java.util.List;

/** All peers by their names. */
public final class Peers {

    private static final List<PeerFactory> ALL = List.of(
            new DamsoPeerFactory(),
            // A minimal Spring application with the broker relay; its nodes share one RabbitMQ.
            new PlainPeerFactory("stock", Dialect.STOMP, true),
            // RabbitMQ's plugin, to which clients connect directly.
            new PlainPeerFactory("web-stomp", Dialect.STOMP, false),
            // Several nodes are a cluster.
            new PlainPeerFactory("nats", Dialect.NATS, true),
            // One nats-server that stores all messages.
            new JetStreamPeerFactory(),
            // A minimal Spring application with Spring's simple broker.
            new PlainPeerFactory("simple", Dialect.STOMP, false));

    private Peers() {}

    /** Returns the names of all peers, Damso first. */
    public static List<String> names() {
        return ALL.stream().map(PeerFactory::name).toList();
    }

    /**
     * Returns the names of the peers that most scenarios compare. JetStream is not among them: it delivers as NATS does
     * and only costs more where messages are sent.
     */
    public static List<String> usual() {
        return names().stream()
                .filter(name -> !name.equals(JetStreamPeerFactory.NAME))
                .toList();
    }

    /**
     * Returns the peer with the name.
     *
     * @throws IllegalArgumentException with the known names if there is none
     */
    public static PeerFactory named(String name) {
        return ALL.stream()
                .filter(peer -> peer.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "No peer '" + name + "'; there is: " + String.join(", ", names())));
    }
}
