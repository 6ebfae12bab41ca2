package io.damso.load.peer;

import java.nio.file.Path;

/**
 * The options of a peer's start.
 *
 * @param nodes number of nodes for clients, at least 1
 * @param way how clients connect; a result of {@link PeerFactory#way}
 * @param work directory in which the run gets its own directory, for data while it runs and for logs
 */
public record PeerOptions(int nodes, Way way, Path work) {

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if there is no node
     */
    public PeerOptions {
        if (nodes < 1) {
            throw new IllegalArgumentException("A peer needs at least one node, not " + nodes);
        }
    }

    /** Creates options for clients that connect directly to the nodes. */
    public PeerOptions(int nodes, Path work) {
        this(nodes, Way.DIRECT, work);
    }
}
