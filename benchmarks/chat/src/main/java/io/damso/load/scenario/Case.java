package io.damso.load.scenario;

import io.damso.load.peer.Way;

/**
 * One case of a scenario.
 *
 * @param name name in the table; empty if there is only one case
 * @param nodes number of nodes of the peer; cases with the same number share a started peer
 */
record Case(String name, int nodes) {

    /** Returns the case with the way of the clients in its name. */
    Case by(Way way) {
        return new Case(name + ", " + way.description(), nodes);
    }
}
