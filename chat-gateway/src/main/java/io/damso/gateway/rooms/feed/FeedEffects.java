package io.damso.gateway.rooms.feed;

import io.damso.gateway.rooms.position.Position;
import io.damso.protocol.Missed;
import io.damso.protocol.feeds.CatchUpQuestion;
import org.jspecify.annotations.Nullable;

/** What a feed causes. Called by the feed's methods; none of these may call back into the feed before it returns. */
public interface FeedEffects {

    /** Asks for a barrier that leaves later than this call: {@link RoomFeedState#barrierLeaves} must follow. */
    void askBarrier();

    /**
     * Returns whether a barrier is likely to be answered soon. False while persistence is away; then the feed goes on
     * without it.
     */
    boolean isPersistenceAnswering();

    /**
     * Asks for stored messages; {@link RoomFeedState#caughtUp} or {@link RoomFeedState#catchUpFailed} follows.
     *
     * @param fill number to pass back
     */
    void askCatchUp(long fill, CatchUpQuestion question);

    /**
     * Passes on a message to all subscribers.
     *
     * @param position of a subscriber who has got this message and everything before it; null if there is none
     */
    void deliver(RoomMessage message, @Nullable Position position);

    /** Returns whether there is anybody to pass messages on to. */
    boolean hasSubscribers();

    /** The feed delivers what is published from now on. Called once, the first time. */
    void opened();

    /** Messages may be missing from now on. */
    void interrupted();

    /**
     * Delivery is resumed.
     *
     * @param missed what was missed meanwhile; if it follows, the call is repeated
     */
    void resumed(Missed missed);

    /** A message was a repeat, and not passed on. */
    void repeated();

    /** Messages are missing, and only persistence told so: perhaps none of the room arrives any more. */
    void missedUnnoticed();

    /** Messages are missing for certain. */
    void gap();
}
