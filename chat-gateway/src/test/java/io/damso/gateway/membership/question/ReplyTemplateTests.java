package io.damso.gateway.membership.question;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.springframework.amqp.AmqpRejectAndDontRequeueException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

class ReplyTemplateTests {

    private final CachingConnectionFactory connections = new CachingConnectionFactory();
    private final Message late = MessageBuilder.withBody(new byte[0])
            .setCorrelationId("nobody waits for this")
            .build();

    @Test
    void lateReplyIsDroppedWhereSpringWouldRejectIt() {
        assertThatThrownBy(() -> new RabbitTemplate(connections).onMessage(late, null))
                .isInstanceOf(AmqpRejectAndDontRequeueException.class);
        assertThatCode(() -> new ReplyTemplate(connections).onMessage(late, null))
                .doesNotThrowAnyException();
    }
}
