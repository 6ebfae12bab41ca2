package io.damso.load.options;

import java.util.List;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/**
 * An option whose value is one of some words, or several of them separated by commas.
 *
 * @param name name with two leading hyphens
 * @param words allowed words, the default first
 */
record ChoiceOption(String name, List<String> words) implements Option {

    @Override
    public OptionSpec spec() {
        return OptionSpec.builder(name)
                .type(Object.class)
                .arity("1")
                .paramLabel(String.join("|", words))
                .defaultValue(words.getFirst())
                .converters(this::parse)
                .build();
    }

    private List<String> parse(String value) {
        List<String> chosen = List.of(value.split(",", -1));
        if (!words.containsAll(chosen)) {
            throw new TypeConversionException(
                    "takes one or more of " + String.join(", ", words) + ", separated by commas, not '" + value + "'");
        }
        return chosen.stream().distinct().toList();
    }
}
