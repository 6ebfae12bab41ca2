package io.damso.bench.broker.gateway;

import io.damso.bench.broker.count.Message;
import io.damso.protocol.BrokerTopology;
import java.util.List;

/**
 * An envelope at the broker. Confined to the thread of its gateway.
 *
 * @param sequence number of its publish on the channel (RabbitMQ guide "Publisher Confirms")
 */
record SentEnvelope(long sequence, List<Message> messages, byte[] bytes) {

    /** Returns the routing keys of its rooms, each once, in the order of the messages. */
    List<String> routingKeys() {
        return messages.stream()
                .map(message -> BrokerTopology.roomRoutingKey(message.room().id()))
                .distinct()
                .toList();
    }
}
