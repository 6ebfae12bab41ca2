package io.damso.gateway.rooms.feed;

import io.damso.gateway.rooms.position.Position;
import io.damso.protocol.RoomId;
import io.damso.protocol.feeds.RoomState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of a room on this node: which messages are passed on, held, repeats, or missing. Messages come from the
 * live exchange in any order of origins, in order of each; some may not come at all. What is missing is noticed by the
 * numbers of a later message or by a digest, waited for with a barrier, and read from the store. Meanwhile later
 * messages are held, so that missed ones are passed on first. While persistence is away, the feed goes on over what is
 * missing, and passes it on later. Times are those of {@link System#nanoTime}. Not thread-safe.
 */
public final class RoomFeedState {

    private final RoomId roomId;
    private final FeedLimits limits;
    private final FeedEffects effects;
    private final Heard heard = new Heard();
    private final Ring ring;
    private final Delivery delivery;
    private final Expectation digests;
    private final HeldMessages held;
    private final LossNotices notices;
    private FeedPhase state = FeedPhase.NEW;
    private boolean relayLive;
    private long validAfter;
    private long opensAt;
    private final Fill fill = new Fill();

    /** Creates the state of a room to which the node is not subscribed yet. */
    public RoomFeedState(RoomId roomId, FeedLimits limits, Budget budget, FeedEffects effects) {
        this.roomId = roomId;
        this.limits = limits;
        this.held = new HeldMessages(limits.heldMessages(), budget);
        this.effects = effects;
        this.notices = new LossNotices(effects);
        this.ring = new Ring(limits, budget);
        this.delivery = new Delivery(roomId, heard, ring, effects);
        this.digests = new Expectation(limits.graceNanos());
    }

    /** Returns whether what is published from now on is passed on, at once or as soon as a hole is healed. */
    public boolean isOpen() {
        return state != FeedPhase.NEW && relayLive;
    }

    /** Returns whether nothing is known to be missing. */
    public boolean isLive() {
        return state == FeedPhase.LIVE;
    }

    /** Returns the position of a subscriber who has got everything until now; null if there is none. */
    public @Nullable Position position() {
        return heard.position();
    }

    /**
     * Returns whether everything that is stored up to this was passed on, so that nothing of it comes any more.
     *
     * @param stored an answer to a barrier
     */
    public boolean covers(RoomState stored, long now) {
        // An answer names only recent origins: without a recent comparison it says nothing about what is missing, nor
        // about what is still waited for.
        return heard.stored() >= stored.seq()
                || digests.isFresh(now) && digests.isMet(heard) && heard.covers(stored.origins());
    }

    /** Returns whether a barrier left after the relay was live the last time. */
    public boolean isValid(long ticket) {
        return relayLive && ticket > validAfter;
    }

    /** Returns the last messages; null while something may be missing. */
    public @Nullable Ring memory() {
        return state == FeedPhase.LIVE ? delivery.memory() : null;
    }

    /** Returns what a client missed; null if it must be read from the store. */
    public @Nullable List<Replay> missed(Position client) {
        return state != FeedPhase.LIVE || heard.isBehind(client, ring) ? null : delivery.missed(client);
    }

    /** Messages that are published from now on arrive. */
    public void relayLive(long now) {
        relayLive = true;
        if (state == FeedPhase.NEW) {
            opensAt = now + limits.openNanos();
        } else {
            effects.opened();
        }
        if (!effects.isPersistenceAnswering()) {
            goOver();
        } else {
            effects.askBarrier();
        }
    }

    /** The node is not subscribed any more: messages may be missed from now on. */
    public void relayLost() {
        relayLive = false;
        validAfter = heard.lastTicket(); // a barrier on its way proves nothing for what is missed after it
        fill.end();
        digests.forget();
        ring.forgetRead();
        if (state == FeedPhase.LIVE || state == FeedPhase.OVER) {
            state = FeedPhase.GAP;
            notices.interrupted();
        }
    }

    /** A message arrives. */
    public void message(RoomMessage message) {
        if (heard.contains(message.origin(), message.number())) {
            effects.repeated();
            return;
        }
        switch (state) {
            case NEW, GAP -> hold(message);
            case OVER -> passOver(message);
            case LIVE -> {
                Heard.Missing missing = heard.lacks(message.origin(), message.previous());
                if (missing == Heard.Missing.NO) {
                    delivery.pass(message);
                } else {
                    miss(missing);
                    hold(message);
                    checkOrGoOver();
                }
            }
        }
    }

    private void passOver(RoomMessage message) {
        if (heard.lacks(message.origin(), message.previous()) == Heard.Missing.YES) {
            effects.gap();
            notices.wentOver();
        }
        delivery.pass(message);
    }

    private void miss(Heard.Missing missing) {
        state = FeedPhase.GAP;
        digests.forget();
        ring.forgetRead();
        if (missing == Heard.Missing.YES) {
            effects.gap();
            notices.interrupted();
        }
    }

    private void checkOrGoOver() {
        if (effects.isPersistenceAnswering()) {
            effects.askBarrier();
        } else if (relayLive) {
            goOver();
        }
    }

    private void hold(RoomMessage message) {
        if (!held.add(message, heard.lastTicket()) && relayLive) {
            effects.askBarrier(); // the one on its way does not cover what is dropped from now on
        }
    }

    /**
     * A barrier is about to be published.
     *
     * @return its ticket, for the answer
     */
    public long barrierLeaves() {
        return heard.barrierLeaves();
    }

    /**
     * A barrier was answered.
     *
     * @param ticket of {@link #barrierLeaves}
     */
    public void barrierAnswered(long ticket, RoomState answer, long now) {
        if (!isValid(ticket)) {
            return; // the relay asks again when it is live
        }
        switch (state) {
            case NEW -> {
                adopt(answer, ticket, digests.isFresh(now), now);
                flush(ticket);
            }
            case GAP, OVER -> beginFill(answer, ticket, now);
            case LIVE -> expect(answer, ticket, now);
        }
    }

    /** A barrier was not answered in time: persistence is away. */
    public void barrierUnanswered(long ticket) {
        if (isValid(ticket) && state != FeedPhase.LIVE && fill.target() == null) {
            goOver();
        }
    }

    private void beginFill(RoomState answer, long ticket, long now) {
        if (fill.target() != null) {
            return; // its end asks again, if that is needed
        }
        state = FeedPhase.GAP;
        fill.begin(answer, ticket);
        if (!heard.isKnown()) {
            if (!notices.isOpen() && !heard.reaches(answer.origins())) {
                notices.interrupted(); // from when the feed went on until now; what that was cannot be told
            }
            if (held.droppedAfter() >= ticket) {
                heard.forgetAll(); // what came over the dropped ones says nothing about them
            }
            finishFill(false, now);
        } else if (answer.seq() <= heard.stored()) {
            finishFill(true, now);
        } else {
            effects.askCatchUp(fill.next(), Fill.question(roomId, answer, heard));
        }
    }

    /** Missed messages were read. */
    public void caughtUp(long number, StoredPage page, long now) {
        RoomState target = fill.target();
        if (target == null || !fill.isCurrent(number)) {
            return;
        }
        for (StoredMessage message : page.messages()) {
            if (delivery.passStored(message, fill.isLate())) {
                fill.passedOne();
            }
        }
        heard.storedUpTo(page.end());
        if (page.code() != null || fill.passed() > limits.missedMessages()) {
            finishFill(false, now);
        } else if (page.end() >= target.seq()) {
            finishFill(true, now);
        } else {
            effects.askCatchUp(fill.next(), Fill.question(roomId, target, heard));
        }
    }

    /** Missed messages could not be read: persistence is away. */
    public void catchUpFailed(long number) {
        if (fill.target() != null && fill.isCurrent(number)) {
            fill.end();
            goOver();
        }
    }

    private void finishFill(boolean complete, long now) {
        RoomState answer = fill.target();
        fill.end();
        if (answer != null) {
            if (!complete) {
                notices.ended(false); // before a frame whose position covers what is left out
            }
            adopt(answer, fill.ticket(), digests.isFresh(now), now);
            flush(fill.ticket());
            notices.filled(state == FeedPhase.LIVE, complete);
        }
    }

    private void adopt(RoomState answer, long ticket, boolean complete, long now) {
        ring.adopted(heard.stored(), answer.seq(), heard.coveredBy(answer.origins(), ticket), complete);
        heard.adopt(answer.seq(), answer.origins(), ticket);
        digests.verified(ticket, now);
    }

    /** Passes on what was held. What came after the barrier left may show that more is missing. */
    private void flush(long ticket) {
        boolean first = state == FeedPhase.NEW;
        boolean missing = held.droppedAfter() >= ticket || heard.hasHoles();
        while (!held.isEmpty() && !missing) {
            boolean checked = held.firstIsBefore(ticket);
            if (!checked) {
                startRing();
            }
            missing = !checked && heard.isMissingBefore(held.first());
            if (!missing) {
                delivery.passHeld(held.remove(), checked);
            }
        }
        if (missing) {
            state = FeedPhase.GAP;
            effects.askBarrier();
        } else {
            state = FeedPhase.LIVE;
            fill.healed();
            held.clear();
            startRing();
        }
        if (first) {
            effects.opened();
        }
    }

    private void startRing() {
        if (!ring.isStarted()) {
            ring.restart(heard.position());
        }
    }

    /** Goes on without what is missing, until persistence is back. */
    private void goOver() {
        boolean first = state == FeedPhase.NEW;
        boolean again = state == FeedPhase.OVER;
        state = FeedPhase.OVER;
        fill.over();
        ring.clear();
        if (!first && !again && !notices.isOpen()) {
            notices.interrupted();
        }
        while (!held.isEmpty()) {
            delivery.passHeld(held.remove(), false);
        }
        if (first) {
            effects.opened();
        } else if (notices.isInterrupted()) {
            notices.goesOn();
        }
        effects.askBarrier();
    }

    /**
     * Persistence tells what is stored.
     *
     * @param unbrokenSince since when no digest of the partition was missed
     */
    public void digest(RoomState digest, long unbrokenSince, long now) {
        if (state == FeedPhase.LIVE && digest.seq() >= heard.stored()) {
            digests.received(unbrokenSince, now);
            expect(digest, 0, now);
        }
    }

    private void expect(RoomState stored, long ticket, long now) {
        if (heard.covers(stored.origins()) && digests.isMet(heard)) {
            reach(stored, ticket, now);
        } else {
            digests.expect(stored, now);
        }
    }

    /** Everything that is named was heard: its stored number is adopted, unless something may not have been named. */
    private void reach(RoomState stored, long ticket, long now) {
        digests.forget();
        if (stored.seq() > heard.stored() && !digests.isFresh(now)) {
            miss(Heard.Missing.MAYBE);
            checkOrGoOver();
        } else if (stored.seq() >= heard.stored()) {
            adopt(stored, ticket, true, now);
        }
    }

    /** Called from time to time, at least every 250 ms. */
    public void tick(long now) {
        if (state == FeedPhase.NEW && relayLive && now - opensAt >= 0) {
            goOver();
        }
        RoomState late = digests.expected();
        if (late != null && state == FeedPhase.LIVE) {
            if (heard.covers(late.origins())) {
                reach(late, 0, now);
            } else if (digests.isLate(now)) {
                effects.missedUnnoticed();
                miss(Heard.Missing.YES);
                checkOrGoOver();
            }
        }
    }

    /** A subscriber has got a stored message. It stays what others wait for, if it is still to come. */
    public void passedOn(StoredMessage message) {
        if (message.seq() <= heard.stored()
                || message.copies().stream().anyMatch(copy -> heard.contains(copy.o(), copy.n()))) {
            delivery.passedOn(message.id());
        }
    }

    /** Frees the memory of what is not needed while the room is quiet. */
    public void forget() {
        delivery.forget();
        heard.forgetOrigins();
        if (state == FeedPhase.LIVE) {
            ring.restart(heard.position());
        }
    }

    /** Frees all memory. The state must not be used afterwards. */
    public void close() {
        ring.clear();
        held.clear();
        delivery.forget();
    }
}
