package io.damso.simulation;

import io.damso.gateway.rooms.Join;
import io.damso.gateway.rooms.Joined;
import io.damso.gateway.rooms.position.Position;
import io.damso.persistence.store.SimulatedCollection.Stored;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was sent and who subscribed; compares it with what is stored and what was heard, when everything has healed. */
final class Ledger {

    private final List<Sent> sent = new ArrayList<>();
    private final List<Subscriber> subscribers = new ArrayList<>();
    private final Map<String, Stored> storedById = new HashMap<>();
    private final Set<String> sentAgain = new HashSet<>();
    private final Map<String, List<Stored>> storedInRoom = new HashMap<>();

    void add(Sent message) {
        sent.add(message);
    }

    void add(Subscriber subscriber) {
        subscribers.add(subscriber);
    }

    String text(String id) {
        return sent.stream()
                .filter(each -> each.id().equals(id))
                .map(Sent::text)
                .findFirst()
                .orElse(id);
    }

    /**
     * Checks the guarantees.
     *
     * @throws Violation if one does not hold
     */
    void check(World world) {
        Set<String> ids = new HashSet<>();
        for (Sent each : sent) {
            if (!ids.add(each.id())) {
                sentAgain.add(each.id());
            }
        }
        for (String room : World.ROOMS) {
            List<Stored> stored = world.store().stored(room);
            storedInRoom.put(room, stored);
            for (Stored each : stored) {
                storedById.put(each.id(), each);
            }
            checkNumbers(room, stored);
        }
        sent.forEach(this::checkKept);
        for (Subscriber each : subscribers) {
            new Hearing(each).check();
        }
        checkOrderOfHistory();
    }

    private static void checkNumbers(String room, List<Stored> stored) {
        for (int i = 0; i < stored.size(); i++) {
            if (stored.get(i).seq() != i + 1) {
                throw new Violation("numbers", "Room " + room + " has no message " + (i + 1));
            }
        }
    }

    /** Guarantees 1 and 4. That an id is stored at most once is enforced by the store. */
    private void checkKept(Sent each) {
        Stored stored = storedById.get(each.id());
        if (each.isAcknowledged() && stored == null) {
            throw new Violation("kept", each.text() + " was acknowledged and is not stored");
        }
        if (stored != null && each.isAcknowledged() && !stored.text().equals(each.text())) {
            throw new Violation("text", each.text() + " was acknowledged, and " + stored.text() + " is stored");
        }
    }

    /** What was acknowledged before another message was sent has a lower number. */
    private void checkOrderOfHistory() {
        for (Sent first : sent) {
            if (!first.isAcknowledged()) {
                continue;
            }
            for (Sent second : sent) {
                if (second.acceptedAt() > first.receiptAt() && isOnlySending(second)) {
                    Stored before = storedById.get(first.id());
                    Stored after = storedById.get(second.id());
                    if (before != null
                            && after != null
                            && before.room().equals(after.room())
                            && before.seq() > after.seq()) {
                        throw new Violation(
                                "order", first.text() + " was acknowledged before " + second.text() + " was sent");
                    }
                }
            }
        }
    }

    private boolean isOnlySending(Sent message) {
        return !sentAgain.contains(message.id());
    }

    /** What one subscription got, compared with what is stored. */
    private final class Hearing {

        private final Subscriber subscriber;
        private final List<Stored> stored;
        private final Set<String> got = new HashSet<>();

        /** What the client has: got, or before the position from which it began. Null while no position is known. */
        private @Nullable Set<String> has;

        /**
         * What the client said to have when it could not resume. It keeps that, so the gateway leaves it out, and its
         * positions tell what is there without it.
         */
        private Set<String> claimed = Set.of();

        private Hearing(Subscriber subscriber) {
            this.subscriber = subscriber;
            this.stored = storedInRoom.getOrDefault(subscriber.room(), List.of());
        }

        private void check() {
            Joined joined = subscriber.joined();
            boolean resumed = joined == null || joined.failure() == null;
            if (subscriber.join() instanceof Join.After(Position client)) {
                if (resumed) {
                    has = included(client);
                } else {
                    claimed = included(client);
                }
            }
            for (Subscriber.Frame frame : subscriber.frames()) {
                if (frame.id() != null) {
                    check(frame.id());
                } else if (!resumed) {
                    has = null; // it loads a page
                }
                compare(frame, World.read(subscriber.room(), frame.token()));
            }
            checkOrder();
            if (!subscriber.isEnded()) {
                checkComplete(joined);
            }
        }

        private Set<String> included(Position position) {
            Set<String> included = new HashSet<>();
            for (Stored each : stored) {
                if (position.includes(each.seq(), each.copies())) {
                    included.add(each.id());
                }
            }
            return included;
        }

        private void check(String id) {
            Stored each = storedById.get(id);
            if (each == null) {
                throw new Violation("heard", subscriber + " got " + text(id) + ", which is not stored");
            }
            if (!got.add(id)) {
                throw new Violation("twice", subscriber + " got " + text(id) + " twice");
            }
            Set<String> before = has;
            if (before != null && !before.add(id) && each.copies().size() == 1) {
                throw new Violation("again", subscriber + " got " + text(id) + ", which its position had");
            }
        }

        /** A position has what the client has, no more and no less. */
        private void compare(Subscriber.Frame frame, @Nullable Position position) {
            if (position == null) {
                return;
            }
            Set<String> included = included(position);
            Set<String> before = has;
            if (before == null) {
                before = new HashSet<>(included);
                before.addAll(got);
                has = before;
            }
            for (Stored each : stored) {
                boolean had = before.contains(each.id());
                if (had != included.contains(each.id()) && !claimed.contains(each.id())) {
                    throw new Violation(
                            had ? "position-lacks" : "position-ahead",
                            subscriber + " has " + (had ? "" : "not ") + "got " + each.text()
                                    + ", and the position at event " + frame.at() + " says otherwise: "
                                    + World.text(position) + ", message " + each.seq() + " "
                                    + each.copies());
                }
            }
        }

        /** Guarantee 3: in the order in which one session sent them, but for those that are marked as late. */
        private void checkOrder() {
            Map<String, Integer> places = new HashMap<>();
            for (Subscriber.Frame frame : subscriber.frames()) {
                if (frame.id() != null && !frame.late()) {
                    places.put(frame.id(), places.size());
                }
            }
            for (Sent first : sent) {
                Integer before = places.get(first.id());
                if (before == null || !first.isAcknowledged()) {
                    continue;
                }
                for (Sent second : sent) {
                    Integer after = places.get(second.id());
                    if (after != null
                            && after < before
                            && second.session() == first.session()
                            && second.acceptedAt() > first.receiptAt()
                            && isOnlySending(first)
                            && isOnlySending(second)) {
                        throw new Violation(
                                "disorder", subscriber + " got " + second.text() + " before " + first.text());
                    }
                }
            }
        }

        /** Guarantee 3: everything that is stored was heard. */
        private void checkComplete(@Nullable Joined joined) {
            if (joined == null) {
                throw new Violation("receipt", subscriber + " was not answered");
            }
            Set<String> all = has;
            if (all == null) {
                throw new Violation("no-position", subscriber + " never got a position");
            }
            for (Stored each : stored) {
                if (!all.contains(each.id()) && !claimed.contains(each.id())) {
                    throw new Violation("missed", subscriber + " did not get " + each.text());
                }
            }
        }
    }
}
