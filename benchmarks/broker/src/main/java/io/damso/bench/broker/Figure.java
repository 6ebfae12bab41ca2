package io.damso.bench.broker;

/** What is measured: a row of a table. */
enum Figure {
    MESSAGES_PER_SECOND("messages/s", 0),
    ENVELOPE_SIZE("messages an envelope", 1),
    CONFIRM_P50("confirmed after ms, p50", 2),
    CONFIRM_P99("confirmed after ms, p99", 2),
    CONFIRM_MAX("confirmed after ms, max", 0),
    DELIVERY_P50("at the gateways after ms, p50", 2),
    DELIVERY_P99("at the gateways after ms, p99", 2),
    BROKER_MICROS("RabbitMQ's processor time, us a message", 0),
    BROKER_CORES("RabbitMQ's processors in use", 2),
    CLIENT_MICROS("load client's processor time, us a message", 0),
    BINDINGS_PER_SECOND("interest of the node: rooms/s", 0),
    MEMORY_KB("memory of the broker: KB a room and node", 2),
    SUBSCRIBED_AGAIN("lost queue connection: subscribed again after ms", 1),
    LONGEST_QUIET("longest confirm of the others, ms: nothing happens", 0),
    LONGEST_LOST("longest confirm of the others, ms: the gateway's connections are lost", 0),
    LONGEST_REMOVED("longest confirm of the others, ms: its exchanges are removed", 0),
    REMOVAL_SECONDS("removal of its exchanges, s", 1),
    REFUSED("messages refused", 0),
    LOST("messages lost on the way to gateways", 0);

    private final String heading;
    private final int decimals;

    Figure(String heading, int decimals) {
        this.heading = heading;
        this.decimals = decimals;
    }

    /** Returns name and unit. */
    String heading() {
        return heading;
    }

    /** Returns the number of decimal places. */
    int decimals() {
        return decimals;
    }
}
