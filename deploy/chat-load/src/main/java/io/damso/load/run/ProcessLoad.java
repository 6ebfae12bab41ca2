package io.damso.load.run;

import java.util.List;

/**
 * What a server process has used over a time.
 *
 * @param name what the peer calls it
 * @param cpuSeconds user and system time
 * @param residentBefore bytes it held at the beginning
 * @param residentAfter bytes it held at the end
 */
public record ProcessLoad(String name, double cpuSeconds, long residentBefore, long residentAfter) {

    /** Returns the sum of the processor times. */
    public static double cpuSeconds(List<ProcessLoad> processes) {
        return processes.stream().mapToDouble(ProcessLoad::cpuSeconds).sum();
    }
}
