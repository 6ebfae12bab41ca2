package io.damso.load.report;

import io.damso.load.count.Counts;
import io.damso.load.run.ProcessLoad;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The result of one run of one case on one peer. Mutable.
 *
 * @param values values by metric, in the order of the columns
 * @param counts counts of the messages
 * @param processes resources used by each server process
 * @param remarks further remarks
 */
public record Outcome(Map<Metric, Double> values, Counts counts, List<ProcessLoad> processes, List<String> remarks) {

    /** Creates a result without values. */
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
