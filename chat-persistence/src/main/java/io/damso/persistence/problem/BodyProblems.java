package io.damso.persistence.problem;

import io.damso.edge.problem.InvalidValue;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Explains why a body is invalid. Of the body it shows only names of unknown fields, if they are short and plain. */
final class BodyProblems {

    private static final String OBJECT = "a JSON object with the documented fields";
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,40}");

    private BodyProblems() {}

    /**
     * Returns what is wrong with a body.
     *
     * @param cause exception of the JSON library or of the connection, or null if there was no body
     */
    static InvalidValue of(@Nullable Throwable cause) {
        return switch (cause) {
            case null -> new InvalidValue("", "is missing", OBJECT);
            case UnrecognizedPropertyException e -> unknown(e);
            case MismatchedInputException e
            when e.getPath().isEmpty() -> new InvalidValue("", "is not one JSON object", OBJECT);
            case MismatchedInputException e ->
                new InvalidValue(pointer(e.getPath()), "has the wrong type", describe(e.getTargetType()));
            case JacksonException e -> new InvalidValue("", "is not JSON" + place(e.getLocation()), OBJECT);
            default -> new InvalidValue("", "cannot be read", OBJECT + ", in UTF-8");
        };
    }

    private static InvalidValue unknown(UnrecognizedPropertyException e) {
        List<JacksonException.Reference> path = e.getPath();
        String parent = pointer(path.subList(0, Math.max(0, path.size() - 1)));
        Collection<Object> known = e.getKnownPropertyIds() == null ? List.of() : e.getKnownPropertyIds();
        String allowed = known.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
        String name = String.valueOf(e.getPropertyName());
        return PLAIN_NAME.matcher(name).matches()
                ? new InvalidValue(parent + "/" + name, "is unknown", allowed)
                : new InvalidValue(parent, "has an unknown field", allowed);
    }

    private static String place(@Nullable TokenStreamLocation location) {
        return location == null || location.getLineNr() < 1
                ? ""
                : " (line %d, column %d)".formatted(location.getLineNr(), location.getColumnNr());
    }

    private static String pointer(List<JacksonException.Reference> path) {
        return path.stream()
                .map(step -> "/" + (step.getPropertyName() == null ? step.getIndex() : step.getPropertyName()))
                .collect(Collectors.joining());
    }

    private static String describe(@Nullable Class<?> type) {
        if (type == String.class) {
            return "text";
        }
        if (type == Boolean.class) {
            return "true or false";
        } else if (type == Integer.class) {
            return "a whole number";
        }
        return type != null && Collection.class.isAssignableFrom(type) ? "an array" : OBJECT;
    }
}
