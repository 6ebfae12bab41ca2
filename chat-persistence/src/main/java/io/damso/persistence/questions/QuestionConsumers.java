package io.damso.persistence.questions;

import org.springframework.amqp.core.MessageListener;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/** Creates the consumers of a queue of questions. */
public final class QuestionConsumers {

    /**
     * While the store is not available, each consumer is blocked by one question; the queue drops those that wait too
     * long.
     */
    private static final int CONSUMERS = 8;

    private static final int PREFETCH = 16;
    private static final long RECOVERY_INTERVAL_MILLIS = 250;

    private QuestionConsumers() {}

    /** Returns consumers that try for ever to reach the queue, also at the start. */
    public static SimpleMessageListenerContainer of(
            String queue, ConnectionFactory connections, MessageListener listener) {
        var executor = new SimpleAsyncTaskExecutor(queue + "-");
        executor.setVirtualThreads(true);
        var container = new SimpleMessageListenerContainer(connections);
        container.setQueueNames(queue);
        container.setMessageListener(listener);
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
