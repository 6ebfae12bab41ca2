package io.damso.gateway.catchup;

import io.damso.protocol.BrokerTopology;
import io.damso.protocol.feeds.BarrierAnswer;
import io.damso.protocol.feeds.BarrierQuestion;
import io.damso.protocol.feeds.CatchUpAnswer;
import io.damso.protocol.feeds.CatchUpQuestion;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.AmqpTimeoutException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Asks persistence over RabbitMQ with direct reply-to. */
final class BrokerStoredRooms implements StoredRooms {

    private final RabbitTemplate barriers;
    private final RabbitTemplate queries;
    private final JsonMapper json;

    /**
     * Creates a source.
     *
     * @param barriers publishes barriers, mandatory; on another connection than the messages that they follow, which
     *     may be slow; its reply timeout bounds the wait
     * @param queries publishes queries; its reply timeout bounds the wait
     */
    BrokerStoredRooms(RabbitTemplate barriers, RabbitTemplate queries, JsonMapper json) {
        this.barriers = barriers;
        this.queries = queries;
        this.json = json;
    }

    @Override
    public BarrierAnswer barrier(int partition, BarrierQuestion question) {
        Message reply = barriers.sendAndReceive(
                BrokerTopology.ENVELOPES_EXCHANGE,
                Integer.toString(partition),
                message(json.writeValueAsBytes(question), BarrierQuestion.CONTENT_TYPE));
        return json.readValue(answered(reply).getBody(), BarrierAnswer.class);
    }

    @Override
    public CatchUpAnswer read(CatchUpQuestion question) {
        Message reply = queries.sendAndReceive(
                BrokerTopology.REQUESTS_EXCHANGE,
                BrokerTopology.CATCH_UP_QUEUE,
                message(json.writeValueAsBytes(question), MessageProperties.CONTENT_TYPE_JSON));
        return json.readValue(answered(reply).getBody(), CatchUpAnswer.class);
    }

    private static Message message(byte[] body, String contentType) {
        return MessageBuilder.withBody(body)
                .setContentType(contentType)
                .setDeliveryMode(MessageDeliveryMode.NON_PERSISTENT)
                .build();
    }

    private static Message answered(@Nullable Message reply) {
        if (reply == null) {
            throw new AmqpTimeoutException("No instance of chat-persistence answered in time");
        }
        return reply;
    }
}
