package io.damso.load.run;

import java.util.EnumSet;
import java.util.Set;

/**
 * The numbers of clients and messages.
 *
 * @param rooms number of rooms
 * @param members clients subscribed to each room
 * @param senders members of each room that send, the first ones; 0 for clients that only receive
 * @param textBytes length of a message's text in bytes
 * @param threads number of threads for the clients
 * @param behaviour what clients do differently
 */
public record LoadPlan(int rooms, int members, int senders, int textBytes, int threads, Set<Behaviour> behaviour) {

    /** What clients can do differently. */
    public enum Behaviour {
        /** Senders request an acknowledgement also of peers that do not need one. */
        CONFIRM,
        /** Subscribers keep their newest position, and resume with it when they connect again. */
        RESUME,
        /** All members connect to the first node, instead of all endpoints in turn. */
        FIRST_NODE
    }

    /**
     * Creates a plan whose senders request an acknowledgement only of peers that need one, and whose clients connect to
     * all endpoints and do not resume.
     */
    public LoadPlan(int rooms, int members, int senders, int textBytes, int threads) {
        this(rooms, members, senders, textBytes, threads, Set.of());
    }

    /** Returns this plan with one more behaviour. */
    public LoadPlan with(Behaviour further) {
        EnumSet<Behaviour> all = EnumSet.of(further);
        all.addAll(behaviour);
        return new LoadPlan(rooms, members, senders, textBytes, threads, all);
    }

    /** Returns whether clients behave like this. */
    boolean has(Behaviour wanted) {
        return behaviour.contains(wanted);
    }

    /** Returns the number of clients. */
    public int clients() {
        return rooms * members;
    }
}
