package io.damso.persistence.leases;

import io.damso.protocol.RunLease;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.MongoOperations;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class LeasesConfiguration {

    private static final Duration LONGEST_WAIT = RunLease.RENEWED_EVERY.plusSeconds(1);

    @Bean
    LeaseConsumer leaseConsumer(
            ConnectionFactory connections, MongoOperations mongo, JsonMapper json, MeterRegistry meters) {
        LeaseBook book = new LeaseBook(RunLease.DURATION, LONGEST_WAIT);
        return new LeaseConsumer(connections, new GatewayRuns(mongo), book, json, meters);
    }
}
