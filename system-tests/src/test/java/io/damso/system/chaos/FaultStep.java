package io.damso.system.chaos;

import java.util.List;

/**
 * Faults that begin at the same time.
 *
 * @param atMillis when, from the beginning of the run
 * @param faults one or two, of different processes
 */
record FaultStep(int atMillis, List<Fault> faults) {

    @Override
    public String toString() {
        return "%6.1f s %s".formatted(atMillis / 1e3, faults);
    }
}
