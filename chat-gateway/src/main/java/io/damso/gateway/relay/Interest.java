package io.damso.gateway.relay;

import java.util.List;

/** The rooms whose messages the broker sends to the node. Thread-safe; no method blocks. */
interface Interest {

    /** Receives the outcomes, on the thread of the interest. */
    interface Listener {

        /**
         * The exchange of this run exists. If it is another run than before, the rooms of the earlier one are lost, and
         * are added again.
         */
        void ready(String run);

        /** These rooms are bound to the exchange of this run: messages published from now on get there. */
        void bound(String run, List<RoomFeed> feeds);
    }

    /**
     * Checks that the exchange of the run still exists, and calls {@link Listener#ready}; begins another run if not.
     */
    void verify();

    /** Adds a room; {@link Listener#bound} follows. */
    void add(RoomFeed feed);

    /** Removes a room that was added with this feed. */
    void remove(RoomFeed feed);

    /** Ends the run and removes its exchange. Waits a bounded time for the broker. */
    void close();
}
