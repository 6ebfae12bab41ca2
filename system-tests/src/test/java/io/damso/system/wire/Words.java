package io.damso.system.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;

/** What no client may ever read: the inside of a server. */
public final class Words {

    private static final Pattern INSIDES = Pattern.compile(
            "\\b(?:java|javax|jakarta|jdk|sun|com|org|io|tools)\\.[a-z0-9_.]+[A-Z]|Exception|\\bat [a-z]+\\.|[Ss]tack ?trace"
                    + "|\\bCaused by|\\.java\\b|[Jj]etty|Spring|RabbitMQ|[Mm]ongo");

    private Words() {}

    /** Fails if the text shows a class name, an exception or the name of a part. */
    public static void assertNoInsides(String text) {
        assertThat(INSIDES.matcher(text).find()).as("a client reads the inside of a server: %s", text).isFalse();
    }
}
