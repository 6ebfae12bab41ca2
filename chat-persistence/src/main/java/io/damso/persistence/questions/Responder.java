package io.damso.persistence.questions;

import io.damso.edge.log.RareLog;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageListener;
import org.springframework.amqp.rabbit.core.RabbitOperations;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers the questions of one queue, all of one type, in JSON. A question that cannot be answered is dropped without a
 * reply: the gateway treats that as unknown and asks again when needed.
 *
 * @param <Q> type of the questions
 */
public final class Responder<Q> implements MessageListener {

    private static final Logger log = LoggerFactory.getLogger(Responder.class);

    private final RareLog invalid = new RareLog(log);
    private final RareLog unanswered = new RareLog(log);
    private final RareLog failures = new RareLog(log);
    private final Class<Q> type;
    private final Function<Q, Optional<?>> answers;
    private final RabbitOperations rabbit;
    private final JsonMapper json;

    /**
     * Creates a responder.
     *
     * @param answers returns the answer; empty if the question is outside of its bounds
     */
    public Responder(Class<Q> type, Function<Q, Optional<?>> answers, RabbitOperations rabbit, JsonMapper json) {
        this.type = type;
        this.answers = answers;
        this.rabbit = rabbit;
        this.json = json;
    }

    @Override
    public void onMessage(Message message) {
        Optional<ReplyAddress> address = ReplyAddress.of(message);
        if (address.isEmpty()) {
            log.debug("{} without a valid reply address", type.getSimpleName());
            return;
        }
        try {
            Optional<?> answer = question(message).flatMap(answers);
            if (answer.isPresent()) {
                address.get().send(rabbit, json.writeValueAsBytes(answer.get()));
            } else {
                invalid.warn("A {} is outside of its bounds; check the versions of the gateways", type.getSimpleName());
            }
        } catch (JacksonException e) {
            invalid.warn("Unreadable {}: {}", type.getSimpleName(), e.getOriginalMessage());
        } catch (DataAccessException | AmqpException e) {
            unanswered.warn(
                    "{} is not answered: {}",
                    type.getSimpleName(),
                    NestedExceptionUtils.getMostSpecificCause(e).toString());
        } catch (RuntimeException | Error e) { // Spring's container would end the process for an Error
            failures.error("A " + type.getSimpleName() + " failed in an unforeseen way; it is not answered", e);
        }
    }

    private Optional<Q> question(Message message) {
        @Nullable Q question = json.readValue(message.getBody(), type);
        return Optional.ofNullable(question);
    }
}
