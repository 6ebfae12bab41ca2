package io.damso.reliability.check;

/**
 * One proof that something is broken.
 *
 * @param kind what is broken
 * @param text who and what, for a person
 */
public record Violation(Kind kind, String text) {

    @Override
    public String toString() {
        return kind.title() + ": " + text;
    }
}
