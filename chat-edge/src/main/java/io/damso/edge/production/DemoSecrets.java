package io.damso.edge.production;

import java.util.List;
import java.util.Locale;

/** Recognises secrets from examples and secrets that are not random. */
final class DemoSecrets {

    private static final List<String> WORDS = List.of(
            "change-me", "change_me", "changeit", "changeme", "damso", "example", "guest", "password", "secret");
    private static final String DEMO = "demo";
    private static final int FEWEST_DIFFERENT_CHARACTERS = 8;

    private DemoSecrets() {}

    /** Returns whether the secret contains a word of an example, or too few different characters to be random. */
    static boolean isOne(String secret) {
        String lower = secret.toLowerCase(Locale.ROOT);
        return lower.startsWith(DEMO)
                || WORDS.stream().anyMatch(lower::contains)
                || secret.chars().distinct().count() < FEWEST_DIFFERENT_CHARACTERS;
    }
}
