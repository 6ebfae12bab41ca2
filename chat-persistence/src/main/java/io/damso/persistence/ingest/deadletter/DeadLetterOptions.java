package io.damso.persistence.ingest.deadletter;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the command is asked to do. {@code ./damso dlq} has checked the options before and explains them.
 *
 * @param action what to do with the dead letters
 * @param id the id of the dead letters to replay or drop; null means all
 * @param limit how many dead letters to list at most
 * @param port RabbitMQ's port for AMQP on this machine
 * @param passwordFile file with the password of RabbitMQ's user {@code damso-admin}
 */
record DeadLetterOptions(Action action, @Nullable String id, int limit, int port, Path passwordFile) {

    /** Largest number of lines of a list. */
    static final int MAX_LIMIT = 10_000;

    private static final int DEFAULT_LIMIT = 100;
    private static final List<String> VALUES = List.of("--id", "--limit", "--port", "--password-file");

    enum Action {
        LIST,
        REPLAY,
        DROP
    }

    /**
     * Reads {@code list|replay|drop --port N --password-file FILE [--limit N] [--id ID|--all]}.
     *
     * @throws IllegalArgumentException if an option is missing, unknown or out of bounds
     */
    static DeadLetterOptions parse(String... arguments) {
        if (arguments.length == 0) {
            throw new IllegalArgumentException("list, replay or drop?");
        }
        Map<String, String> given = options(Arrays.asList(arguments).subList(1, arguments.length));
        Action action = Action.valueOf(arguments[0].toUpperCase(Locale.ROOT));
        String id = given.get("--id");
        if (action != Action.LIST && (id == null) != given.containsKey("--all")) {
            throw new IllegalArgumentException("--id ID or --all?");
        }
        return new DeadLetterOptions(
                action,
                id,
                number(given.getOrDefault("--limit", Integer.toString(DEFAULT_LIMIT)), MAX_LIMIT),
                number(given.getOrDefault("--port", ""), 65_535),
                Path.of(given.getOrDefault("--password-file", "")));
    }

    private static Map<String, String> options(List<String> arguments) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String name = arguments.get(i);
            if (name.equals("--all")) {
                given.put(name, "");
            } else if (VALUES.contains(name) && i + 1 < arguments.size()) {
                i++;
                given.put(name, arguments.get(i));
            } else {
                throw new IllegalArgumentException("The option " + name + " is not known or has no value");
            }
        }
        return given;
    }

    private static int number(String text, int maximum) {
        int number = Integer.parseInt(text);
        if (number < 1 || number > maximum) {
            throw new IllegalArgumentException("A number is 1 to " + maximum + ", not " + text);
        }
        return number;
    }
}
