package io.damso.persistence.membership;

import io.damso.persistence.rooms.Rooms;
import io.damso.protocol.BrokerTopology;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitOperations;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class MembershipConfiguration {

    /**
     * While the store is not available, each consumer is blocked by one batch; the queue drops messages that wait too
     * long.
     */
    private static final int CONSUMERS = 8;

    private static final int PREFETCH = 16;
    private static final long RECOVERY_INTERVAL_MILLIS = 1_000;

    @Bean
    SimpleMessageListenerContainer membershipQuestions(
            ConnectionFactory connections, Rooms rooms, RabbitOperations rabbit, JsonMapper json) {
        var executor = new SimpleAsyncTaskExecutor("membership-");
        executor.setVirtualThreads(true);
        var container = new SimpleMessageListenerContainer(connections);
        container.setQueueNames(BrokerTopology.MEMBERSHIP_QUEUE);
        container.setMessageListener(new MembershipResponder(rooms, rabbit, json));
        container.setConcurrentConsumers(CONSUMERS);
        container.setPrefetchCount(PREFETCH);
        container.setDefaultRequeueRejected(false);
        container.setMissingQueuesFatal(false);
        container.setAutoDeclare(false);
        container.setPossibleAuthenticationFailureFatal(false);
        container.setRecoveryInterval(RECOVERY_INTERVAL_MILLIS);
        container.setTaskExecutor(executor);
        return container;
    }
}
