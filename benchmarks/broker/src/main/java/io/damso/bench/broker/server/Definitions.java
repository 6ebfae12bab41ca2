package io.damso.bench.broker.server;

import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code deploy/rabbitmq/definitions.json} for a virtual host of another name. */
final class Definitions {

    /** Users and their permissions are left out: a foreign broker gets no user. */
    private static final Set<String> OF_VIRTUAL_HOST = Set.of("policies", "exchanges", "queues", "bindings");

    private static final JsonMapper JSON = JsonMapper.shared();

    private Definitions() {}

    /**
     * Returns policies, exchanges, queues and bindings as RabbitMQ's HTTP API takes them for one virtual host,
     * without the name of one.
     *
     * @param definitions the text of the file
     */
    static ObjectNode ofVirtualHost(String definitions) {
        ObjectNode all = (ObjectNode) JSON.readTree(definitions);
        all.retain(OF_VIRTUAL_HOST);
        all.values().forEach(list -> list.values().forEach(one -> ((ObjectNode) one).remove("vhost")));
        return all;
    }
}
