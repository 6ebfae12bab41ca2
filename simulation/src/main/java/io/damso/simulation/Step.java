package io.damso.simulation;

/**
 * One step of a schedule. A step that is not possible at its time does nothing, so that a schedule without some of its
 * steps is a schedule, too.
 *
 * @param kind what happens
 * @param a where, 0 or more
 * @param b how, 0 or more
 */
record Step(Kind kind, int a, int b) {

    /** What happens. */
    enum Kind {
        /** Frames of a link arrive. */
        DELIVER(40, false),
        /** Everything arrives that is on its way. */
        FLOW(4, false),
        SEND(16, false),
        /** Persistence takes a batch. */
        CONSUME(10, false),
        /** Time passes: milliseconds to seconds. */
        TIME(7, false),
        SUBSCRIBE(7, false),
        CONNECT(3, false),
        UNSUBSCRIBE(1, false),
        /** Time passes: up to a minute. */
        LONG_TIME(1, true),
        /** A client does not read, or reads again. */
        SLOW(1, true),
        /** The queue of a gateway drops its oldest message. */
        DROP_LIVE(4, true),
        DROP_DIGEST(1, true),
        /** The connection of the queue of a gateway is lost. */
        LOSE_QUEUE(1, true),
        /** The durable leg is cut; what is on its way is lost, or arrives later. */
        CUT_DURABLE(2, true),
        /** The connection of the live leg and of barriers is cut. */
        CUT_LIVE(1, true),
        /** The connection of the bindings is cut. */
        CUT_BINDINGS(1, true),
        /** The broker refuses or returns the next envelope. */
        REFUSE(1, true),
        /** A confirm overtakes another. */
        OVERTAKE(1, true),
        CRASH_GATEWAY(1, true),
        PAUSE_GATEWAY(1, true),
        CONTINUE_GATEWAY(2, true),
        /** The lease of a paused gateway ends, and its exchange is removed. */
        END_LEASE(2, true),
        /** As CONSUME, but something fails. */
        CONSUME_BADLY(3, true),
        RESTART_PERSISTENCE(1, true),
        /** Another process becomes the active consumer. */
        SWITCH_CONSUMER(1, true),
        /** A process of persistence hangs, or goes on. */
        HANG_PERSISTENCE(1, true),
        STORE_AWAY(1, true),
        STORE_BACK(2, true),
        /** Pages of the store do not show the newest messages. */
        HIDE_NEWEST(1, true),
        /** The broker loses all connections, and the queues of gateways. */
        RESTART_BROKER(1, true);

        private final int weight;
        private final boolean fault;

        Kind(int weight, boolean fault) {
            this.weight = weight;
            this.fault = fault;
        }

        int weight() {
            return weight;
        }

        /** Returns whether a schedule may do without it. */
        boolean isFault() {
            return fault;
        }
    }

    @Override
    public String toString() {
        return kind + " " + a + " " + b;
    }
}
