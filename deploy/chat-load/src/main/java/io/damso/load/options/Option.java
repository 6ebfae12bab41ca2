package io.damso.load.options;

import io.damso.bench.scenario.InvalidOptionException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One option with a number, or with several, separated by commas.
 *
 * @param name begins with two hyphens
 * @param standard value unless given
 * @param min smallest allowed number
 * @param max largest allowed number
 * @param several whether it takes more than one number
 */
public record Option(String name, String standard, int min, int max, boolean several) {

    /** Returns an option with one number. */
    public static Option number(String name, int standard, int min, int max) {
        return new Option(name, Integer.toString(standard), min, max, false);
    }

    /** Returns an option with numbers. */
    public static Option numbers(String name, String standard, int min, int max) {
        return new Option(name, standard, min, max, true);
    }

    List<Integer> parse(String value) {
        String[] parts = value.split(",", -1);
        if (several || parts.length == 1) {
            List<Integer> numbers = Arrays.stream(parts).filter(part -> part.matches("\\d{1,9}")).map(Integer::valueOf)
                    .filter(number -> number >= min && number <= max).toList();
            if (numbers.size() == parts.length) {
                return numbers;
            }
        }
        throw new InvalidOptionException(String.format(Locale.ROOT, "%s takes %s from %,d to %,d, not '%s'", name,
                several ? "numbers, separated by commas," : "a number", min, max, value));
    }
}
