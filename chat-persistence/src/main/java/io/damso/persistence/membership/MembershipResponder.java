package io.damso.persistence.membership;

import io.damso.persistence.rooms.Rooms;
import io.damso.protocol.MembershipQuestions;
import io.damso.protocol.MembershipQuestions.Answers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageListener;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.core.RabbitOperations;
import org.springframework.dao.DataAccessException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers who is in a room. Questions that cannot be answered stay without reply and are gone: the gateway takes
 * silence for "unknown" and asks again when it needs to.
 */
final class MembershipResponder implements MessageListener {

    private static final Logger log = LoggerFactory.getLogger(MembershipResponder.class);

    /** Replies go nowhere else, so that a question cannot make this service write into a queue. */
    private static final String DIRECT_REPLY_TO = "amq.rabbitmq.reply-to.";

    private static final String DEFAULT_EXCHANGE = "";

    private final Rooms rooms;
    private final RabbitOperations rabbit;
    private final JsonMapper json;

    MembershipResponder(Rooms rooms, RabbitOperations rabbit, JsonMapper json) {
        this.rooms = rooms;
        this.rabbit = rabbit;
        this.json = json;
    }

    @Override
    public void onMessage(Message message) {
        String replyTo = message.getMessageProperties().getReplyTo();
        if (replyTo == null || !replyTo.startsWith(DIRECT_REPLY_TO)) {
            log.debug("Question without a usable reply address: {}", replyTo);
            return;
        }
        try {
            MembershipQuestions asked = json.readValue(message.getBody(), MembershipQuestions.class);
            if (isAnswerable(asked)) {
                reply(new Answers(rooms.areMembers(asked.questions())), replyTo,
                        message.getMessageProperties().getCorrelationId());
            } else {
                log.warn("Membership questions without a question, or too many; check the versions of the gateways");
            }
        } catch (JacksonException e) {
            log.warn("Unreadable membership question: {}", e.getOriginalMessage());
        } catch (DataAccessException | AmqpException e) {
            log.debug("Membership question left unanswered", e);
        }
    }

    private void reply(Answers answers, String replyTo, @Nullable String correlationId) {
        MessageProperties properties = new MessageProperties();
        properties.setContentType(MessageProperties.CONTENT_TYPE_JSON);
        properties.setCorrelationId(correlationId);
        rabbit.send(DEFAULT_EXCHANGE, replyTo, new Message(json.writeValueAsBytes(answers), properties));
    }

    /** Ids that cannot be are not in the store either; they need no look. */
    private static boolean isAnswerable(@Nullable MembershipQuestions asked) {
        return asked != null && asked.questions() != null && asked.questions().size() <= MembershipQuestions.MOST
                && !asked.questions().contains(null);
    }
}
