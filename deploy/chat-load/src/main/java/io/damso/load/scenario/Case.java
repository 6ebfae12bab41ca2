package io.damso.load.scenario;

/**
 * One setting of a scenario.
 *
 * @param name what its line in the table says; empty where there is only one
 * @param nodes how many nodes of the peer it wants; cases that want the same number share a started peer
 */
record Case(String name, int nodes) {}
