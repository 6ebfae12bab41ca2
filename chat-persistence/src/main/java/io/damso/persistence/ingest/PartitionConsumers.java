package io.damso.persistence.ingest;

import io.damso.protocol.BrokerTopology;
import java.util.List;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * One consumer for each partition queue. A queue has a single active consumer among all processes, so one process at a
 * time stores a room's messages. If broker or queues are not available, also at the start, it retries for ever.
 */
final class PartitionConsumers implements SmartLifecycle {

    private static final long RECOVERY_INTERVAL_MILLIS = 1_000;
    private static final int PREFETCHED_BATCHES = 2;

    private final HoldingBackOff backOff;
    private final List<SimpleMessageListenerContainer> containers;
    private volatile boolean running;

    PartitionConsumers(
            ConnectionFactory connections,
            BatchListener listener,
            HoldingBackOff backOff,
            IngestProperties properties) {
        this.backOff = backOff;
        this.containers = BrokerTopology.partitionQueues().stream()
                .map(queue -> container(queue, connections, listener, properties))
                .toList();
    }

    private static SimpleMessageListenerContainer container(
            String queue, ConnectionFactory connections, BatchListener listener, IngestProperties properties) {
        var executor = new SimpleAsyncTaskExecutor(queue + "-");
        executor.setVirtualThreads(true);
        var container = new SimpleMessageListenerContainer(connections);
        container.setQueueNames(queue);
        container.setMessageListener(listener);
        container.setAcknowledgeMode(AcknowledgeMode.MANUAL);
        container.setConsumerBatchEnabled(true);
        container.setBatchSize(properties.batchSize());
        container.setReceiveTimeout(properties.batchWait().toMillis());
        container.setPrefetchCount(PREFETCHED_BATCHES * properties.batchSize());
        container.setMissingQueuesFatal(false);
        container.setAutoDeclare(false);
        container.setPossibleAuthenticationFailureFatal(false);
        container.setRecoveryInterval(RECOVERY_INTERVAL_MILLIS);
        container.setTaskExecutor(executor);
        container.setListenerId(queue);
        container.afterPropertiesSet();
        return container;
    }

    @Override
    public void start() {
        running = true;
        backOff.start();
        containers.forEach(SimpleMessageListenerContainer::start);
    }

    /** Ends pauses first: a batch that waits for the store returns to the queue. */
    @Override
    public void stop() {
        backOff.stop();
        containers.parallelStream().forEach(SimpleMessageListenerContainer::stop);
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
