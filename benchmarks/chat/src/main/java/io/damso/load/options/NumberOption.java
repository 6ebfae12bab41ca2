package io.damso.load.options;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/**
 * An option whose value is one number, or several numbers separated by commas.
 *
 * @param name name with two leading hyphens
 * @param standard default value
 * @param min smallest allowed number
 * @param max largest allowed number
 * @param several whether more than one number is allowed
 */
record NumberOption(String name, String standard, int min, int max, boolean several) implements Option {

    @Override
    public OptionSpec spec() {
        return OptionSpec.builder(name)
                .type(Object.class)
                .arity("1")
                .paramLabel(standard)
                .defaultValue(standard)
                .converters(this::parse)
                .build();
    }

    private List<Integer> parse(String value) {
        String[] parts = value.split(",", -1);
        if (several || parts.length == 1) {
            List<Integer> numbers = Arrays.stream(parts)
                    .filter(part -> part.matches("\\d{1,9}"))
                    .map(Integer::valueOf)
                    .filter(number -> number >= min && number <= max)
                    .toList();
            if (numbers.size() == parts.length) {
                return numbers;
            }
        }
        throw new TypeConversionException(String.format(
                Locale.ROOT,
                "takes %s from %,d to %,d, not '%s'",
                several ? "numbers, separated by commas," : "a number",
                min,
                max,
                value));
    }
}
