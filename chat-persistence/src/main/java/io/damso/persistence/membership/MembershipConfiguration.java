package io.damso.persistence.membership;

import io.damso.persistence.questions.QuestionConsumers;
import io.damso.persistence.questions.Responder;
import io.damso.persistence.rooms.Rooms;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.MembershipQuestions;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitOperations;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class MembershipConfiguration {

    @Bean
    SimpleMessageListenerContainer membershipQuestions(
            ConnectionFactory connections, Rooms rooms, RabbitOperations rabbit, JsonMapper json) {
        MembershipResponder responder = new MembershipResponder(rooms);
        return QuestionConsumers.of(
                BrokerTopology.MEMBERSHIP_QUEUE,
                connections,
                new Responder<>(MembershipQuestions.class, responder::answer, rabbit, json));
    }
}
