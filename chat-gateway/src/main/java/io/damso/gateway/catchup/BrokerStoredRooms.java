package io.damso.gateway.catchup;

import io.damso.gateway.membership.question.RepeatedQuestion;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.feeds.BarrierAnswer;
import io.damso.protocol.feeds.BarrierQuestion;
import io.damso.protocol.feeds.CatchUpAnswer;
import io.damso.protocol.feeds.CatchUpQuestion;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.core.MessageProperties;
import tools.jackson.databind.json.JsonMapper;

/** Asks persistence over RabbitMQ with direct reply-to. */
final class BrokerStoredRooms implements StoredRooms {

    private final RepeatedQuestion barriers;
    private final RepeatedQuestion queries;
    private final JsonMapper json;

    /**
     * Creates a source.
     *
     * @param barriers publishes barriers, mandatory; on another connection than the messages that they follow, which
     *     may be slow; each attempt is another barrier
     * @param queries publishes queries
     */
    BrokerStoredRooms(RepeatedQuestion barriers, RepeatedQuestion queries, JsonMapper json) {
        this.barriers = barriers;
        this.queries = queries;
        this.json = json;
    }

    @Override
    public BarrierAnswer barrier(int partition, BarrierQuestion question) {
        Message reply = barriers.ask(
                BrokerTopology.ENVELOPES_EXCHANGE,
                Integer.toString(partition),
                message(json.writeValueAsBytes(question), BarrierQuestion.CONTENT_TYPE));
        return json.readValue(reply.getBody(), BarrierAnswer.class);
    }

    @Override
    public CatchUpAnswer read(CatchUpQuestion question) {
        Message reply = queries.ask(
                BrokerTopology.REQUESTS_EXCHANGE,
                BrokerTopology.CATCH_UP_QUEUE,
                message(json.writeValueAsBytes(question), MessageProperties.CONTENT_TYPE_JSON));
        return json.readValue(reply.getBody(), CatchUpAnswer.class);
    }

    private static Message message(byte[] body, String contentType) {
        return MessageBuilder.withBody(body)
                .setContentType(contentType)
                .setDeliveryMode(MessageDeliveryMode.NON_PERSISTENT)
                .build();
    }
}
