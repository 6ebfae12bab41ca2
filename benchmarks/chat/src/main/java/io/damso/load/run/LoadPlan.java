package io.damso.load.run;

/**
 * The numbers of clients and messages.
 *
 * @param rooms number of rooms
 * @param members clients subscribed to each room
 * @param senders members of each room that send, the first ones; 0 for clients that only receive
 * @param textBytes length of a message's text in bytes
 * @param threads number of threads for the clients
 * @param confirmed whether senders request an acknowledgement also of peers that do not need one
 */
public record LoadPlan(int rooms, int members, int senders, int textBytes, int threads, boolean confirmed) {

    /** Creates a plan whose senders request an acknowledgement only of peers that need one. */
    public LoadPlan(int rooms, int members, int senders, int textBytes, int threads) {
        this(rooms, members, senders, textBytes, threads, false);
    }

    /** Returns this plan with senders that request an acknowledgement of each message. */
    public LoadPlan withConfirmations() {
        return new LoadPlan(rooms, members, senders, textBytes, threads, true);
    }

    /** Returns the number of clients. */
    public int clients() {
        return rooms * members;
    }
}
