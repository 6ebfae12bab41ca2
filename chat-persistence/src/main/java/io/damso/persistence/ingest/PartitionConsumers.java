package io.damso.persistence.ingest;

import io.damso.protocol.BrokerTopology;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * One consumer for each partition queue. A queue has a single active consumer among all processes, so one process at a
 * time stores a room's messages. If broker or queues are not available, also at the start, it retries for ever.
 */
final class PartitionConsumers implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionConsumers.class);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);
    private static final long RECOVERY_INTERVAL_MILLIS = 250;
    private static final int PREFETCHED_BATCHES = 2;

    private final CachingConnectionFactory connections;
    private final BatchListener listener;
    private final List<SimpleMessageListenerContainer> containers;
    private volatile boolean running;

    /** @param connections of these consumers alone: {@link #stop} closes them */
    PartitionConsumers(CachingConnectionFactory connections, BatchListener listener, IngestProperties properties) {
        this.connections = connections;
        this.listener = listener;
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
        listener.open();
        containers.forEach(SimpleMessageListenerContainer::start);
    }

    /**
     * Lets each consumer finish its batch and closes the connection; a batch that waits for the store returns to its queue.
     * The consumers are not cancelled before: RabbitMQ would let another consumer store what follows while this one still
     * has unacknowledged messages, and these would be stored after what was sent later. With the connection they return
     * to their places in the queue first.
     */
    @Override
    public void stop() {
        if (!listener.close(STOP_PATIENCE)) {
            LOG.warn("A batch is not stored after {} s; it returns to its queue", STOP_PATIENCE.toSeconds());
        }
        connections.destroy();
        containers.parallelStream().forEach(SimpleMessageListenerContainer::stop);
        connections.destroy(); // of a consumer that has connected again in between
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
