package io.damso.gateway.rooms.feed;

import io.damso.gateway.rooms.position.Position;
import io.damso.protocol.RoomId;
import io.damso.protocol.feeds.Copy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Passes messages on to subscribers, each id once, and records what was passed on. Not thread-safe. */
final class Delivery {

    private final RoomId roomId;
    private final Heard heard;
    private final Ring ring;
    private final FeedEffects effects;
    private final RecentIds recent = new RecentIds();
    private boolean unheard;

    Delivery(RoomId roomId, Heard heard, Ring ring, FeedEffects effects) {
        this.roomId = roomId;
        this.heard = heard;
        this.ring = ring;
        this.effects = effects;
    }

    /** Passes on a message. A repeat is not passed on, but what its number says counts. */
    void pass(RoomMessage message) {
        boolean late = heard.isInHole(message.origin(), message.number());
        heard.record(message.origin(), message.number(), message.previous());
        passOnce(message.withLate(late));
    }

    /**
     * Passes on a message that was held, if it was not read from the store meanwhile.
     *
     * @param checked whether nothing is missing before it
     */
    void passHeld(RoomMessage message, boolean checked) {
        if (heard.contains(message.origin(), message.number())) {
            effects.repeated();
        } else if (checked) {
            boolean late = heard.isInHole(message.origin(), message.number());
            heard.recordChecked(message.origin(), message.number());
            passOnce(message.withLate(late));
        } else {
            pass(message);
        }
    }

    private void passOnce(RoomMessage message) {
        if (isRepeat(message.id())) {
            ring.forgetRead(); // may have been read before this copy was stored
            effects.repeated();
        } else {
            keep(message);
            effects.deliver(message, heard.position());
        }
    }

    /** A repeat of what was passed on while nobody listened goes to who listens now, but the ring has it already. */
    private void keep(RoomMessage message) {
        if (!unheard || !ring.has(message.id())) {
            ring.add(message);
        }
    }

    /**
     * Passes on a message from the store, if none of its copies was heard.
     *
     * @param late whether messages that were sent later may have been passed on
     * @return whether it was passed on
     */
    boolean passStored(StoredMessage stored, boolean late) {
        List<Copy> copies = stored.copies();
        boolean known = copies.stream().anyMatch(copy -> heard.contains(copy.o(), copy.n()));
        heard.storedUpTo(stored.seq()); // before its position is computed, which includes it
        if (known || isRepeat(stored.id())) {
            return false;
        }
        RoomMessage message = stored.in(roomId).withLate(late);
        if (copies.size() == 1) {
            keep(message);
        } else {
            ring.clear(); // it holds one copy of a message
        }
        effects.deliver(message, heard.position());
        return true;
    }

    /** What was passed on while nobody listened is no repeat for who listens now, but in the ring it is. */
    private boolean isRepeat(String id) {
        boolean heardBySomebody = effects.hasSubscribers();
        unheard |= !heardBySomebody;
        return heardBySomebody ? !recent.add(id) : ring.has(id);
    }

    /** Returns the last messages, of which somebody may get any. */
    Ring memory() {
        if (unheard) {
            unheard = false;
            ring.ids().forEach(recent::add);
        }
        return ring;
    }

    /** Returns what a client missed of what is in memory; null if that may not be all. */
    @Nullable
    List<Replay> missed(Position client) {
        List<Replay> missed = memory().after(client);
        if (missed != null) {
            missed.stream()
                    .map(Replay::message)
                    .filter(message -> message.seq() > 0) // the ids of the others were added when they came
                    .forEach(message -> passedOn(message.id()));
        }
        return missed;
    }

    /** Adds the id of a message that subscribers have got, so that a repeat is not passed on to them again. */
    void passedOn(String id) {
        recent.add(id);
    }

    /** Forgets the ids. */
    void forget() {
        recent.clear();
    }
}
