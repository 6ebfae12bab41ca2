package io.damso.gateway.membership.question;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.AmqpTimeoutException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/**
 * Asks persistence over the broker, and asks again if no answer comes. Questions are published without confirm, so one
 * is lost if its queue has no leader at that moment, because a broker has just failed. Each attempt waits longer than
 * the one before, so that a slow answer is not asked for again and again. Thread-safe.
 */
public final class RepeatedQuestion {

    /** Of the whole time, in percent. */
    private static final int[] SHARES = {15, 25, 60};

    private final List<RabbitTemplate> attempts;

    /**
     * Creates a question.
     *
     * @param mandatory whether a question that reaches no queue fails at once
     * @param timeout of all attempts together
     */
    public RepeatedQuestion(ConnectionFactory connections, boolean mandatory, Duration timeout) {
        this(IntStream.of(SHARES)
                .mapToObj(share -> template(connections, mandatory, timeout.toMillis() * share / 100))
                .toList());
    }

    RepeatedQuestion(List<RabbitTemplate> attempts) {
        this.attempts = attempts;
    }

    private static RabbitTemplate template(ConnectionFactory connections, boolean mandatory, long timeoutMillis) {
        RabbitTemplate template = new ReplyTemplate(connections);
        template.setMandatory(mandatory);
        template.setReplyTimeout(Math.max(1, timeoutMillis));
        return template;
    }

    /**
     * Asks, and blocks until the answer has arrived.
     *
     * @throws AmqpTimeoutException if none arrives in time
     * @throws org.springframework.amqp.AmqpException if the broker is not available
     */
    public Message ask(String exchange, String routingKey, Message question) {
        for (RabbitTemplate attempt : attempts) {
            // A copy, because the template writes into it where the answer goes.
            Message copy = MessageBuilder.fromClonedMessage(question).build();
            @Nullable Message reply = attempt.sendAndReceive(exchange, routingKey, copy);
            if (reply != null) {
                return reply;
            }
        }
        throw new AmqpTimeoutException("No instance of chat-persistence answered in time");
    }
}
