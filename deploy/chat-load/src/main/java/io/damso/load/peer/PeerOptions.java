package io.damso.load.peer;

import java.nio.file.Path;

/**
 * How to start a system.
 *
 * @param nodes how many nodes take clients
 * @param work an existing directory for its data and logs
 */
public record PeerOptions(int nodes, Path work) {}
