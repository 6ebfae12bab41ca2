package io.damso.gateway.membership.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.AmqpTimeoutException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

class RepeatedQuestionTests {

    private final Message question = MessageBuilder.withBody(new byte[0]).build();
    private final Message answer = MessageBuilder.withBody(new byte[1]).build();
    private final List<String> asked = new ArrayList<>();

    @Test
    void answeredQuestionIsAskedOnce() {
        RepeatedQuestion repeated = new RepeatedQuestion(List.of(attempt("first", answer), attempt("second", answer)));
        assertThat(repeated.ask("exchange", "key", question)).isSameAs(answer);
        assertThat(asked).containsExactly("first");
    }

    @Test
    void questionThatWasLostIsAskedAgain() {
        RepeatedQuestion repeated = new RepeatedQuestion(List.of(attempt("first", null), attempt("second", answer)));
        assertThat(repeated.ask("exchange", "key", question)).isSameAs(answer);
        assertThat(asked).containsExactly("first", "second");
    }

    @Test
    void unansweredQuestionFails() {
        RepeatedQuestion repeated = new RepeatedQuestion(List.of(attempt("first", null), attempt("second", null)));
        assertThatExceptionOfType(AmqpTimeoutException.class)
                .isThrownBy(() -> repeated.ask("exchange", "key", question));
    }

    private RabbitTemplate attempt(String name, @Nullable Message reply) {
        return new RabbitTemplate() {
            @Override
            public @Nullable Message sendAndReceive(String exchange, String routingKey, Message message) {
                asked.add(name);
                return reply;
            }
        };
    }
}
