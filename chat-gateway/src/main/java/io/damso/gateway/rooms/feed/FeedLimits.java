package io.damso.gateway.rooms.feed;

/**
 * Bounds of a feed.
 *
 * @param ringMessages maximum number of messages that are kept to be replayed from memory
 * @param ringBytes their maximum size
 * @param heldMessages maximum number of messages that are held while something is missing
 * @param missedMessages maximum number of missed messages that are passed on later
 * @param openNanos maximum time that the first subscription waits for the stored number
 * @param graceNanos time that a message may be later than the digest that names it
 */
public record FeedLimits(
        int ringMessages, int ringBytes, int heldMessages, int missedMessages, long openNanos, long graceNanos) {}
