package io.damso.reliability.scenario;

/**
 * The traffic of a run.
 *
 * @param clients number of clients
 * @param periodMillis mean time between two messages of a client in milliseconds
 */
public record Load(int clients, long periodMillis) {

    /** Clients in one room. */
    private static final int OF_A_ROOM = 8;

    /** One client of so many only listens: it does not notice a silent gateway by itself. */
    private static final int ONE_LISTENS_OF = 5;

    /** Returns the number of rooms. */
    int rooms() {
        return Math.max(1, clients / OF_A_ROOM);
    }

    /** Returns the number of clients in a room. */
    int members(int room) {
        return clients / rooms() + (room < clients % rooms() ? 1 : 0);
    }

    /** Returns the mean time between two messages of a client with this number in its room. */
    long periodMillis(int member) {
        return member % ONE_LISTENS_OF == ONE_LISTENS_OF - 1 ? 0 : periodMillis;
    }
}
