package io.damso.gateway.rooms;

import io.damso.gateway.rooms.feed.Budget;
import io.damso.gateway.rooms.feed.FeedLimits;
import io.damso.gateway.rooms.position.PositionTokens;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * What all feeds of a node share.
 *
 * @param replays passes on messages to those who resume
 * @param nanoTime as {@link System#nanoTime}
 */
record FeedContext(
        RoomRelay relay,
        RoomHistory history,
        PositionTokens tokens,
        FeedLimits limits,
        Budget budget,
        Executor replays,
        ResumeProperties resume,
        InstantSource clock,
        LongSupplier nanoTime,
        FeedCounters counters) {}
