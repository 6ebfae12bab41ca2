package io.damso.gateway.access;

import io.damso.protocol.BrokerTopology;
import io.damso.protocol.MembershipQuestion;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.amqp.AmqpTimeoutException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Asks chat-persistence over RabbitMQ (direct reply-to), so a gateway needs to know no other service. */
final class BrokerMembershipSource implements MembershipSource {

    private final RabbitTemplate template;
    private final JsonMapper json;
    private final Duration patience;
    // Each question under way costs a channel, of which a connection has two thousand.
    private final Semaphore atOnce = new Semaphore(64);

    BrokerMembershipSource(RabbitTemplate template, Duration patience, JsonMapper json) {
        this.patience = patience;
        this.template = template;
        this.json = json;
    }

    @Override
    public boolean isMember(MembershipQuestion question) {
        try {
            if (!atOnce.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AmqpTimeoutException("Too many membership questions wait for their answers");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AmqpTimeoutException("Interrupted", e);
        }
        try {
            return ask(question);
        } finally {
            atOnce.release();
        }
    }

    private boolean ask(MembershipQuestion question) {
        Message request = MessageBuilder.withBody(json.writeValueAsBytes(question))
                .setContentType(MessageProperties.CONTENT_TYPE_JSON)
                .setDeliveryMode(MessageDeliveryMode.NON_PERSISTENT)
                .build();
        Message reply = template.sendAndReceive(
                BrokerTopology.REQUESTS_EXCHANGE, BrokerTopology.MEMBERSHIP_QUEUE, request);
        if (reply == null) {
            throw new AmqpTimeoutException("No chat-persistence answered");
        }
        return json.readValue(reply.getBody(), MembershipQuestion.Answer.class).member();
    }
}
