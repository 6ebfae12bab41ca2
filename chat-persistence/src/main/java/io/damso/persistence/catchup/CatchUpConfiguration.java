package io.damso.persistence.catchup;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.damso.persistence.questions.QuestionConsumers;
import io.damso.persistence.questions.Responder;
import io.damso.persistence.store.MessageLog;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.feeds.CatchUpQuestion;
import java.time.InstantSource;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitOperations;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class CatchUpConfiguration {

    @Bean
    SimpleMessageListenerContainer catchUpQuestions(
            ConnectionFactory connections, MessageLog log, RabbitOperations rabbit, JsonMapper json) {
        JsonMapper withoutNulls = json.rebuild()
                .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
                .build();
        CatchUpResponder responder = new CatchUpResponder(log, withoutNulls, InstantSource.system());
        return QuestionConsumers.of(
                BrokerTopology.CATCH_UP_QUEUE,
                connections,
                new Responder<>(CatchUpQuestion.class, responder::answer, rabbit, withoutNulls));
    }
}
