package io.damso.edge.problem;

/**
 * One invalid value of a request. The texts never contain the client's value, which may be secret or long. The name of
 * an unknown field is shown only if it is short and has no special characters.
 *
 * @param field JSON pointer into the body (RFC 6901), empty for the whole body; or the name of a parameter
 * @param detail what is wrong with it, as the end of a sentence that starts with the field
 * @param allowed what is allowed there
 */
public record InvalidValue(String field, String detail, String allowed) {

    /** Returns a sentence for users. */
    String sentence() {
        return "%s %s; allowed: %s".formatted(field.isEmpty() ? "The body" : field, detail, allowed);
    }
}
