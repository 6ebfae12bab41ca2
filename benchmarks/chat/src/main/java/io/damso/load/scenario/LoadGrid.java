package io.damso.load.scenario;

import io.damso.bench.scenario.InvalidOptionException;
import io.damso.load.options.Arguments;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The cases of a benchmark with several sizes: each size with its rate, on each number of nodes.
 *
 * <p>Reads {@code --rate} (messages a second, one for all sizes or one for each) and {@code --gateways}.
 */
final class LoadGrid {

    private final Map<Case, Load> loads = new LinkedHashMap<>();

    /**
     * A load of one case.
     *
     * @param size value of the option with the sizes
     * @param rate messages a second of all senders together
     */
    record Load(int size, int rate) {}

    /**
     * Reads the options.
     *
     * @param sizes the option with the sizes
     * @param title format of the case's title with one number, the size
     * @throws InvalidOptionException if sizes have no rate
     */
    LoadGrid(Arguments arguments, String sizes, String title) {
        List<Integer> all = arguments.numbers(sizes);
        List<Integer> rates = arguments.numbers("--rate");
        if (rates.size() != 1 && rates.size() < all.size()) {
            throw new InvalidOptionException("--rate takes one number, or one for each of " + sizes);
        }
        for (int nodes : arguments.numbers("--gateways")) {
            for (int i = 0; i < all.size(); i++) {
                Load load = new Load(all.get(i), rates.get(Math.min(i, rates.size() - 1)));
                String name = String.format(
                        Locale.ROOT,
                        title + ", %,d/s, %d %s",
                        load.size(),
                        load.rate(),
                        nodes,
                        nodes == 1 ? "node" : "nodes");
                loads.put(new Case(name, nodes), load);
            }
        }
    }

    /** Returns the cases, by number of nodes and then in the order of the sizes. */
    List<Case> cases() {
        return List.copyOf(loads.keySet());
    }

    /** Returns the load of one of {@link #cases()}. */
    Load of(Case setting) {
        return Objects.requireNonNull(loads.get(setting), "no such case");
    }
}
