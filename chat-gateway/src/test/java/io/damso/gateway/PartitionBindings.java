package io.damso.gateway;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.damso.protocol.BrokerTopology;
import io.damso.test.BrokerUser;
import io.damso.test.RabbitBroker;
import java.io.IOException;

/** The bindings of the partition queues, without which RabbitMQ returns messages. */
public final class PartitionBindings {

    private PartitionBindings() {}

    /** Removes all of them. */
    public static void remove(RabbitBroker broker) throws IOException {
        change(broker, Channel::queueUnbind);
    }

    /** Makes all of them again. */
    public static void restore(RabbitBroker broker) throws IOException {
        change(broker, Channel::queueBind);
    }

    private static void change(RabbitBroker broker, Change change) throws IOException {
        try (Connection admin = broker.connect(BrokerUser.ADMIN)) {
            Channel channel = admin.createChannel();
            for (int i = 0; i < BrokerTopology.PARTITIONS; i++) {
                change.apply(
                        channel,
                        BrokerTopology.partitionQueues().get(i),
                        BrokerTopology.ENVELOPES_EXCHANGE,
                        Integer.toString(i));
            }
        }
    }

    private interface Change {

        void apply(Channel channel, String queue, String exchange, String key) throws IOException;
    }
}
