package io.damso.gateway.membership.question;

import com.rabbitmq.client.Channel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpRejectAndDontRequeueException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/**
 * Drops replies that arrive after their timeout. Spring would reject them, which has no effect, because direct reply-to
 * has no acknowledgements, but logs two stack traces for each.
 */
public final class ReplyTemplate extends RabbitTemplate {

    private static final Logger LOG = LoggerFactory.getLogger(ReplyTemplate.class);

    /**
     * Creates a template.
     *
     * @param connectionFactory connections for questions and replies
     */
    public ReplyTemplate(ConnectionFactory connectionFactory) {
        super(connectionFactory);
    }

    @Override
    public void onMessage(Message message, @Nullable Channel channel) {
        try {
            super.onMessage(message, channel);
        } catch (AmqpRejectAndDontRequeueException e) {
            LOG.debug("A late reply was dropped: {}", e.getMessage());
        }
    }
}
