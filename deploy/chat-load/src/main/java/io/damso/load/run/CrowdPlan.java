package io.damso.load.run;

/**
 * How many clients there are and what they do.
 *
 * @param rooms how many rooms
 * @param members how many clients are subscribed to each
 * @param senders how many of them send, the first ones; 0 makes a silent crowd
 * @param textBytes length of a message's text
 * @param threads how many threads hold the clients
 */
public record CrowdPlan(int rooms, int members, int senders, int textBytes, int threads) {

    /** Returns how many clients there are. */
    public int clients() {
        return rooms * members;
    }
}
