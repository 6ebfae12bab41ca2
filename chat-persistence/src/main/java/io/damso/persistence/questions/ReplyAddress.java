package io.damso.persistence.questions;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.core.RabbitOperations;

/**
 * Where the answer to a question goes.
 *
 * @param replyTo address of RabbitMQ's direct reply-to
 * @param correlationId what the asker recognizes the answer by
 */
public record ReplyAddress(String replyTo, @Nullable String correlationId) {

    /** The only allowed kind of address, so that a question cannot make this service write to a queue. */
    private static final String DIRECT_REPLY_TO = "amq.rabbitmq.reply-to.";

    private static final String DEFAULT_EXCHANGE = "";

    /** Returns the address in a question, or empty if it has none that is allowed. */
    public static Optional<ReplyAddress> of(Message question) {
        MessageProperties properties = question.getMessageProperties();
        String replyTo = properties.getReplyTo();
        return replyTo == null || !replyTo.startsWith(DIRECT_REPLY_TO)
                ? Optional.empty()
                : Optional.of(new ReplyAddress(replyTo, properties.getCorrelationId()));
    }

    /**
     * Sends an answer, at most once: if the asker is gone, it is dropped.
     *
     * @throws org.springframework.amqp.AmqpException if the broker is not available
     */
    public void send(RabbitOperations rabbit, byte[] json) {
        MessageProperties properties = new MessageProperties();
        properties.setContentType(MessageProperties.CONTENT_TYPE_JSON);
        properties.setCorrelationId(correlationId);
        rabbit.send(DEFAULT_EXCHANGE, replyTo, new Message(json, properties));
    }
}
