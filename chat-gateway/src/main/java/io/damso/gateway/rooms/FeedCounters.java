package io.damso.gateway.rooms;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what happens to the feeds of a node. */
record FeedCounters(Counter repeats, Counter gaps, Counter healed) {

    static FeedCounters of(MeterRegistry meters) {
        return new FeedCounters(
                Counter.builder("damso.rooms.repeats")
                        .description("Messages that were not passed on because they had been passed on")
                        .register(meters),
                Counter.builder("damso.feed.gaps")
                        .description("Holes in the messages of a room, as later messages or digests show them")
                        .register(meters),
                Counter.builder("damso.feed.healed")
                        .description("Interruptions of a room after which everything missed was passed on")
                        .register(meters));
    }
}
