package io.damso.persistence.membership;

import io.damso.edge.log.RareLog;
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
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers membership queries. A batch that cannot be answered is dropped without a reply: the gateway treats that as
 * unknown and queries again when needed.
 */
final class MembershipResponder implements MessageListener {

    private static final Logger log = LoggerFactory.getLogger(MembershipResponder.class);

    /** The only allowed reply address, so that a query cannot make this service write to a queue. */
    private static final String DIRECT_REPLY_TO = "amq.rabbitmq.reply-to.";

    private static final String DEFAULT_EXCHANGE = "";

    private final RareLog unanswered = new RareLog(log);
    private final RareLog failures = new RareLog(log);
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
            log.debug("Membership query without a valid reply address: {}", replyTo);
            return;
        }
        try {
            MembershipQuestions asked = json.readValue(message.getBody(), MembershipQuestions.class);
            if (isAnswerable(asked)) {
                reply(
                        new Answers(rooms.areMembers(asked.questions())),
                        replyTo,
                        message.getMessageProperties().getCorrelationId());
            } else {
                log.warn("Empty or too large batch of membership queries; check the versions of the gateways");
            }
        } catch (JacksonException e) {
            log.warn("Unreadable membership query: {}", e.getOriginalMessage());
        } catch (DataAccessException | AmqpException e) {
            unanswered.warn(
                    "Membership queries are not answered: {}",
                    NestedExceptionUtils.getMostSpecificCause(e).toString());
        } catch (RuntimeException | Error e) { // Spring's container would end the process for an Error
            failures.error("A membership question failed in an unforeseen way; it is not answered", e);
        }
    }

    private void reply(Answers answers, String replyTo, @Nullable String correlationId) {
        MessageProperties properties = new MessageProperties();
        properties.setContentType(MessageProperties.CONTENT_TYPE_JSON);
        properties.setCorrelationId(correlationId);
        rabbit.send(DEFAULT_EXCHANGE, replyTo, new Message(json.writeValueAsBytes(answers), properties));
    }

    /** Invalid ids cannot be in the store, so they need no lookup. */
    private static boolean isAnswerable(@Nullable MembershipQuestions asked) {
        return asked != null
                && asked.questions() != null
                && asked.questions().size() <= MembershipQuestions.MOST
                && !asked.questions().contains(null);
    }
}
