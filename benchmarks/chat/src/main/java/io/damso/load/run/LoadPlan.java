package io.damso.load.run;

/**
 * The numbers of clients and messages.
 *
 * @param rooms number of rooms
 * @param members clients subscribed to each room
 * @param senders members of each room that send, the first ones; 0 for clients that only receive
 * @param textBytes length of a message's text in bytes
 * @param threads number of threads for the clients
 */
public record LoadPlan(int rooms, int members, int senders, int textBytes, int threads) {

    /** Returns the number of clients. */
    public int clients() {
        return rooms * members;
    }
}
