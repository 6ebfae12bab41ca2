package io.damso.persistence.admin;

import io.damso.persistence.problem.ProblemException;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.SessionsEnded;
import io.damso.protocol.UserId;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells all gateways to end a user's sessions. A gateway without a broker connection at this moment does not get the
 * event, also not later; a session on it ends when its token expires.
 */
@Component
class SessionEnder {

    private static final Logger log = LoggerFactory.getLogger(SessionEnder.class);

    private final RabbitTemplate rabbit;
    private final JsonMapper json;
    private final AdminProperties properties;

    SessionEnder(RabbitTemplate rabbit, JsonMapper json, AdminProperties properties) {
        this.rabbit = rabbit;
        this.json = json;
        this.properties = properties;
    }

    /**
     * Publishes the event and returns when the broker has confirmed it.
     *
     * @throws ProblemException with {@link ErrorCode#BROKER_UNAVAILABLE} if the broker did not accept it
     */
    void end(UserId user) {
        Message order = MessageBuilder.withBody(json.writeValueAsBytes(new SessionsEnded(user.value())))
                .setContentType(MessageProperties.CONTENT_TYPE_JSON)
                .build();
        CorrelationData correlation = new CorrelationData();
        try {
            rabbit.send(BrokerTopology.CONTROL_EXCHANGE, BrokerTopology.SESSIONS_ENDED_ROUTING_KEY, order, correlation);
            if (correlation
                    .getFuture()
                    .get(properties.confirmTimeout().toMillis(), TimeUnit.MILLISECONDS)
                    .ack()) {
                return;
            }
            log.warn("The broker did not accept the event to end sessions");
        } catch (AmqpException | ExecutionException | TimeoutException e) {
            log.warn("The broker did not confirm the event to end sessions: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new ProblemException(ErrorCode.BROKER_UNAVAILABLE);
    }
}
