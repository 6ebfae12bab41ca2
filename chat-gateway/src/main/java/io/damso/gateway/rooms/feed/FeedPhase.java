package io.damso.gateway.rooms.feed;

/** What a feed does with messages. */
enum FeedPhase {
    /** The node was not subscribed yet, or its stored number is awaited: messages are held. */
    NEW,
    /** Nothing is missing. */
    LIVE,
    /** Something may be missing: messages are held. */
    GAP,
    /** Something is missing and cannot be read: messages are passed on all the same. */
    OVER
}
