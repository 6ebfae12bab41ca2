package io.damso.load.peer;

import java.util.List;

/** All peers by their names. */
public final class Peers {

    private static final List<PeerFactory> ALL = List.of();

    private Peers() {}

    /** Returns the names of all peers, Damso first. */
    public static List<String> names() {
        return ALL.stream().map(PeerFactory::name).toList();
    }

    /**
     * Returns the peer of that name.
     *
     * @throws IllegalArgumentException with the known names, if there is none
     */
    public static PeerFactory named(String name) {
        return ALL.stream().filter(peer -> peer.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "No peer '" + name + "'; there is: " + String.join(", ", names())));
    }
}
