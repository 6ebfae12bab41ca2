package io.damso.gateway.rooms.feed;

import io.damso.protocol.Missed;

/** What subscribers were told of losses, so that each begin and each end is told once. Not thread-safe. */
final class LossNotices {

    private final FeedEffects effects;
    private boolean open;
    private boolean interrupted;

    LossNotices(FeedEffects effects) {
        this.effects = effects;
    }

    /** Returns whether a loss was told whose end is to be told. */
    boolean isOpen() {
        return open;
    }

    /** Returns whether the last notice is that of a begin. */
    boolean isInterrupted() {
        return interrupted;
    }

    /** Tells that the delivery is interrupted, unless that is the last notice. */
    void interrupted() {
        if (!interrupted) {
            interrupted = true;
            open = true;
            effects.interrupted();
        }
    }

    /** Tells that the delivery goes on, and that what was missed follows later. */
    void goesOn() {
        interrupted = false;
        effects.resumed(Missed.FOLLOWS);
    }

    /** Tells that something was missed and follows later, unless a loss is told already. */
    void wentOver() {
        if (!open) {
            interrupted();
            goesOn();
        }
    }

    /** Tells the end if nothing is missing now, or that the next interruption began. */
    void filled(boolean live, boolean complete) {
        if (live) {
            ended(true);
        } else if (!complete) {
            interrupted(); // the end was told for what was left out
        }
    }

    /**
     * Tells the end, if a begin was told.
     *
     * @param complete whether everything that was missed is delivered
     */
    void ended(boolean complete) {
        if (open) {
            open = false;
            interrupted = false;
            effects.resumed(complete ? Missed.DELIVERED : Missed.SKIPPED);
        }
    }
}
