package io.damso.system.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;

/** Internals of servers, which no answer may contain. */
public final class Internals {

    private static final Pattern INTERNALS = Pattern.compile(
            "\\b(?:java|javax|jakarta|jdk|sun|com|org|io|tools)\\.[a-z0-9_.]+[A-Z]|Exception|\\bat [a-z]+\\.|[Ss]tack ?trace"
                    + "|\\bCaused by|\\.java\\b|[Jj]etty|Spring|RabbitMQ|[Mm]ongo");

    private Internals() {}

    /** Fails if the text contains a class name, an exception or the name of a component. */
    public static void assertNoInternals(String text) {
        assertThat(INTERNALS.matcher(text).find())
                .as("a client can read internals of a server: %s", text)
                .isFalse();
    }
}
