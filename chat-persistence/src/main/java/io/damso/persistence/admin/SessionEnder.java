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
 * Has all gateways end a user's sessions. A gateway that is cut off from the broker at this moment is not told; nobody
 * is told later, so a session that lives on there ends with its token.
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
     * Returns once the broker has the order.
     *
     * @throws ProblemException with {@link ErrorCode#BROKER_UNAVAILABLE} if it could not be handed over
     */
    void end(UserId user) {
        Message order = MessageBuilder.withBody(json.writeValueAsBytes(new SessionsEnded(user.value())))
                .setContentType(MessageProperties.CONTENT_TYPE_JSON)
                .build();
        CorrelationData correlation = new CorrelationData();
        try {
            rabbit.send(BrokerTopology.CONTROL_EXCHANGE, BrokerTopology.SESSIONS_ENDED_ROUTING_KEY, order, correlation);
            if (correlation.getFuture().get(properties.confirmTimeout().toMillis(), TimeUnit.MILLISECONDS).ack()) {
                return;
            }
            log.warn("The broker did not take the order to end sessions");
        } catch (AmqpException | ExecutionException | TimeoutException e) {
            log.warn("The order to end sessions was not confirmed: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new ProblemException(ErrorCode.BROKER_UNAVAILABLE);
    }
}
