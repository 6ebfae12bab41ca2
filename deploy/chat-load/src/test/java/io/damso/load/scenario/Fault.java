package io.damso.load.scenario;

/** What the stub does wrong with every tenth delivery. */
enum Fault {
    NONE,
    LOSE,
    DOUBLE,
    /** Sends it after the next one to the same subscriber. */
    SWAP
}
