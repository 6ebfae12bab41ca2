package io.damso.persistence.leases;

import io.damso.protocol.BrokerTopology;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import tools.jackson.databind.json.JsonMapper;

/**
 * The consumer of the leases. The queue has a single active consumer among all processes, so one process sees all of
 * them. If broker or queue are not available, also at the start, it retries for ever.
 */
final class LeaseConsumer implements SmartLifecycle {

    private static final long RECOVERY_INTERVAL_MILLIS = 250;

    private final SimpleMessageListenerContainer container;
    private final RunRemoval removal;

    LeaseConsumer(
            ConnectionFactory connections, GatewayRuns runs, LeaseBook book, JsonMapper json, MeterRegistry meters) {
        Gauge.builder("damso.leases.runs", book, LeaseBook::size)
                .description("Known runs of gateways; only the process that consumes the leases counts them")
                .register(meters);
        this.removal = new RunRemoval(book, runs, new RunExchanges(connections), removed(meters));
        this.container = container(connections, new LeaseListener(book, runs, removal, json));
    }

    private static Counter removed(MeterRegistry meters) {
        return Counter.builder("damso.leases.removed")
                .description("Ended runs of gateways whose exchanges were removed")
                .register(meters);
    }

    private static SimpleMessageListenerContainer container(ConnectionFactory connections, LeaseListener listener) {
        var executor = new SimpleAsyncTaskExecutor("leases-");
        executor.setVirtualThreads(true);
        var container = new SimpleMessageListenerContainer(connections);
        container.setQueueNames(BrokerTopology.LEASES_QUEUE);
        container.setMessageListener(listener);
        container.setAcknowledgeMode(AcknowledgeMode.MANUAL);
        container.setPrefetchCount(1); // what returns to the queue stays the next message
        container.setMissingQueuesFatal(false);
        container.setAutoDeclare(false);
        container.setPossibleAuthenticationFailureFatal(false);
        container.setRecoveryInterval(RECOVERY_INTERVAL_MILLIS);
        container.setTaskExecutor(executor);
        container.setListenerId(BrokerTopology.LEASES_QUEUE);
        container.afterPropertiesSet();
        return container;
    }

    @Override
    public void start() {
        removal.start();
        container.start();
    }

    @Override
    public void stop() {
        removal.stop();
        container.stop();
    }

    @Override
    public boolean isRunning() {
        return container.isRunning();
    }
}
