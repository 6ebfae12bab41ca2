package io.damso.bench.broker.gateway;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.envelope.EnvelopeCodec;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The way of kept envelopes to the gateways of their rooms: transient, unconfirmed. Confined to one thread. */
final class LiveLeg {

    private static final int TRANSIENT = 1;

    private final Channel channel;

    LiveLeg(Channel channel) {
        this.channel = channel;
    }

    /** Publishes an envelope. RabbitMQ guide "Sender-selected Distribution": a queue gets it once. */
    void publish(SentEnvelope kept) throws IOException {
        List<String> keys = kept.routingKeys();
        AMQP.BasicProperties.Builder properties = new AMQP.BasicProperties.Builder()
                .contentType(EnvelopeCodec.CONTENT_TYPE)
                .deliveryMode(TRANSIENT);
        if (keys.size() > 1) {
            properties.headers(Map.of("CC", keys.subList(1, keys.size())));
        }
        channel.basicPublish(BrokerTopology.LIVE_EXCHANGE, keys.getFirst(), properties.build(), kept.bytes());
    }
}
