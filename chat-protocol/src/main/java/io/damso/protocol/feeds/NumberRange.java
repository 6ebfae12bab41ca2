package io.damso.protocol.feeds;

/**
 * Numbers of one origin that follow each other.
 *
 * @param after number before the first one
 * @param last last number
 */
public record NumberRange(long after, long last) {

    /** Returns whether a number is one of them. */
    public boolean has(long number) {
        return number > after && number <= last;
    }
}
