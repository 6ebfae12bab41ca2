package io.damso.persistence.ingest;

import io.damso.persistence.NodeProperties;
import io.damso.persistence.ingest.positions.DigestPublisher;
import io.damso.persistence.ingest.positions.Positions;
import io.damso.persistence.store.MessageLog;
import io.damso.persistence.store.MessageStore;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitOperations;
import org.springframework.boot.amqp.autoconfigure.CachingConnectionFactoryConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.MongoOperations;
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
    Positions positions(MongoOperations mongo, MessageLog log, RabbitOperations rabbit, JsonMapper json) {
        return new Positions(mongo, log, rabbit, json);
    }

    @Bean
    DigestPublisher digestPublisher(Positions positions, RabbitOperations rabbit, JsonMapper json) {
        return new DigestPublisher(positions, rabbit, json);
    }

    @Bean
    BatchListener batchListener(FailurePolicy policy, Positions positions, JsonMapper json, MeterRegistry meters) {
        return new BatchListener(
                new DeliveryReader(new MessageReader(json)), policy, positions, new IngestMetrics(meters));
    }

    @Bean
    PartitionConsumers partitionConsumers(
            CachingConnectionFactory connections,
            CachingConnectionFactoryConfigurer configurer,
            NodeProperties node,
            BatchListener listener,
            IngestProperties properties) {
        var own = new CachingConnectionFactory(connections.getRabbitConnectionFactory());
        configurer.configure(own);
        own.setConnectionNameStrategy(ignored -> "chat-persistence " + node.node() + ".ingest");
        return new PartitionConsumers(own, listener, properties);
    }
}
