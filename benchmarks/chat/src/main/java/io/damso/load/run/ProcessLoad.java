package io.damso.load.run;

import java.util.List;

/**
 * Resources that a server process used in a period.
 *
 * @param name name of the process at the peer
 * @param cpuSeconds user and system time in seconds
 * @param residentBefore resident memory at the start in bytes; 0 if unknown
 * @param residentAfter resident memory at the end in bytes; 0 if unknown
 */
public record ProcessLoad(String name, double cpuSeconds, long residentBefore, long residentAfter) {

    /** Returns the sum of the CPU times in seconds. */
    public static double cpuSeconds(List<ProcessLoad> processes) {
        return processes.stream().mapToDouble(ProcessLoad::cpuSeconds).sum();
    }
}
