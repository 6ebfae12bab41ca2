package io.damso.persistence.membership;

import io.damso.persistence.rooms.Memberships;
import io.damso.persistence.rooms.Rooms;
import io.damso.protocol.MembershipQuestion;
import io.damso.protocol.MembershipQuestion.Answer;
import io.damso.protocol.RoomId;
import io.damso.protocol.UserId;
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
 * Answers who is in a room. A question that cannot be answered stays without reply and is gone: the gateway takes
 * silence for "unknown" and asks again when it needs to.
 */
final class MembershipResponder implements MessageListener {

    private static final Logger log = LoggerFactory.getLogger(MembershipResponder.class);

    /** Replies go nowhere else, so that a question cannot make this service write into a queue. */
    private static final String DIRECT_REPLY_TO = "amq.rabbitmq.reply-to.";

    private static final String DEFAULT_EXCHANGE = "";

    private final Rooms rooms;
    private final Memberships memberships;
    private final RabbitOperations rabbit;
    private final JsonMapper json;

    MembershipResponder(Rooms rooms, Memberships memberships, RabbitOperations rabbit, JsonMapper json) {
        this.rooms = rooms;
        this.memberships = memberships;
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
            MembershipQuestion question = json.readValue(message.getBody(), MembershipQuestion.class);
            if (question != null) {
                reply(answer(question), replyTo, message.getMessageProperties().getCorrelationId());
            }
        } catch (JacksonException e) {
            log.warn("Unreadable membership question: {}", e.getOriginalMessage());
        } catch (DataAccessException | AmqpException e) {
            log.debug("Membership question left unanswered", e);
        }
    }

    private void reply(Answer answer, String replyTo, @Nullable String correlationId) {
        MessageProperties properties = new MessageProperties();
        properties.setContentType(MessageProperties.CONTENT_TYPE_JSON);
        properties.setCorrelationId(correlationId);
        rabbit.send(DEFAULT_EXCHANGE, replyTo, new Message(json.writeValueAsBytes(answer), properties));
    }

    private Answer answer(MembershipQuestion question) {
        if (question.roomId() == null || RoomId.parse(question.roomId()).isEmpty()
                || question.userId() == null || UserId.parse(question.userId()).isEmpty()) {
            return new Answer(false, false);
        }
        boolean roomExists = rooms.exists(question.roomId());
        return new Answer(roomExists, roomExists && memberships.contains(question.roomId(), question.userId()));
    }
}
