package io.damso.persistence.ingest;

import io.damso.persistence.store.MessageStore;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class IngestConfiguration {

    @Bean
    HoldingBackOff ingestBackOff(IngestProperties properties) {
        return new HoldingBackOff(properties.firstRetry(), properties.longestRetry());
    }

    @Bean
    FailurePolicy failurePolicy(
            MessageStore store, ConnectionFactory connections, HoldingBackOff backOff, IngestProperties properties) {
        return new FailurePolicy(store, new DeadLetters(connections, properties.confirmTimeout()), backOff);
    }

    @Bean
    BatchListener batchListener(FailurePolicy policy, JsonMapper json, MeterRegistry meters) {
        return new BatchListener(new DeliveryReader(new MessageReader(json)), policy, new IngestMetrics(meters));
    }

    @Bean
    PartitionConsumers partitionConsumers(
            ConnectionFactory connections,
            BatchListener listener,
            HoldingBackOff backOff,
            IngestProperties properties) {
        return new PartitionConsumers(connections, listener, backOff, properties);
    }
}
