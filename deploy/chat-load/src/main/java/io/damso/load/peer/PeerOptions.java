package io.damso.load.peer;

import java.nio.file.Path;

/**
 * How a peer is started.
 *
 * @param nodes how many nodes take clients; at least 1
 * @param work directory that gets one of the run's own, with its data while it runs and its logs for longer
 */
public record PeerOptions(int nodes, Path work) {

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
}
