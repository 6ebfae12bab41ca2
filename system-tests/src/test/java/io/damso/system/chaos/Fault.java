package io.damso.system.chaos;

/**
 * One fault of one process.
 *
 * @param holdMillis time in milliseconds until the process is started or continued
 */
record Fault(FaultKind kind, String target, int holdMillis) {

    @Override
    public String toString() {
        return kind + " " + target + " for " + holdMillis + " ms";
    }
}
