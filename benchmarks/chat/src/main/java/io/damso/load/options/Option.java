package io.damso.load.options;

import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/** An option of one scenario with a value. */
public sealed interface Option permits NumberOption, ChoiceOption {

    /**
     * Returns an option with one number.
     *
     * @param name name with two leading hyphens
     * @param standard default value
     * @param min smallest allowed number
     * @param max largest allowed number
     */
    static Option number(String name, int standard, int min, int max) {
        return new NumberOption(name, Integer.toString(standard), min, max, false);
    }

    /** Returns an option with numbers, separated by commas; otherwise like {@link #number}. */
    static Option numbers(String name, String standard, int min, int max) {
        return new NumberOption(name, standard, min, max, true);
    }

    /**
     * Returns an option with one or more of these words, separated by commas. The first one is the default.
     *
     * @param name name with two leading hyphens
     */
    static Option choices(String name, String... words) {
        return new ChoiceOption(name, List.of(words));
    }

    /** Returns the name with two leading hyphens. */
    String name();

    /** Returns the option for picocli. Its value is a list, also if only one value is allowed. */
    OptionSpec spec();
}
