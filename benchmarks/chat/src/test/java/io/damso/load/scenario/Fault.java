package io.damso.load.scenario;

/** The fault of the stub at every tenth delivery. */
enum Fault {
    NONE,
    LOSE,
    DOUBLE,
    /** Sends it after the next one to the same subscriber. */
    SWAP,
    /** Does not replay what a subscriber missed, which its answer says. Not at every tenth delivery. */
    FORGET
}
