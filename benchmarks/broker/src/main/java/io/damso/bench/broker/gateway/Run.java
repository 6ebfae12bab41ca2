package io.damso.bench.broker.gateway;

import io.damso.protocol.BrokerTopology;

/**
 * The names of one run of a simulated gateway.
 *
 * @param node name of the gateway
 * @param run name of the run
 */
record Run(String node, String run) {

    String exchange() {
        return BrokerTopology.runExchange(node, run);
    }

    String roomsExchange(int number) {
        return BrokerTopology.roomsExchange(node, run, number);
    }

    String queue(int opening) {
        return BrokerTopology.runQueue(node, run, opening);
    }

    /** Returns the number of exchanges that so many rooms need. */
    static int roomsExchanges(int rooms) {
        return Math.ceilDiv(rooms, BrokerTopology.ROOMS_PER_EXCHANGE);
    }
}
