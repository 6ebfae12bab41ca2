package io.damso.load.report;

import io.damso.load.count.Counts;
import io.damso.load.run.ProcessLoad;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one run of one case on one peer gave.
 *
 * @param values by metric, in the order of the columns
 * @param counts what became of the messages
 * @param processes what each server process used
 * @param remarks what else there is to say
 */
public record Outcome(
        Map<Metric, Double> values, Counts counts, List<ProcessLoad> processes, List<String> remarks) {

    /** Creates one without values. */
    public Outcome(Counts counts, List<ProcessLoad> processes) {
        this(new LinkedHashMap<>(), counts, processes, new ArrayList<>());
    }

    /** Adds a value. */
    public Outcome with(Metric metric, double value) {
        values.put(metric, value);
        return this;
    }

    /** Adds a remark. */
    public Outcome remark(String remark) {
        remarks.add(remark);
        return this;
    }
}
