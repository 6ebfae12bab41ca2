package io.damso.bench.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Collects what the runs measure. Used by one thread. */
final class Results {

    private final List<Case> cases = new ArrayList<>();

    /**
     * A column of a table.
     *
     * @param name what distinguishes it from the others of its section
     * @param runs the figures of each run
     */
    record Case(Section section, String name, List<Map<Figure, Double>> runs) {}

    /** Adds the figures of one run. */
    void add(Section section, String name, Map<Figure, Double> figures) {
        cases.stream()
                .filter(known -> known.section() == section && known.name().equals(name))
                .findFirst()
                .orElseGet(() -> {
                    Case added = new Case(section, name, new ArrayList<>());
                    cases.add(added);
                    return added;
                })
                .runs()
                .add(figures);
    }

    List<Case> cases() {
        return List.copyOf(cases);
    }
}
