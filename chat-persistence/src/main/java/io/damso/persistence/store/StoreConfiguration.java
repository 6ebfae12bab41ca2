package io.damso.persistence.store;

import java.util.concurrent.TimeUnit;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.MongoOperations;

@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

    @Bean
    MessageStore messageStore(MongoOperations mongo) {
        return new MongoMessageStore(mongo);
    }

    /** The name takes the place of Spring Boot's own indicator. */
    @Bean
    HealthIndicator mongoHealthIndicator(MongoOperations mongo) {
        return new StoreHealth(mongo);
    }

    @Bean
    MongoClientSettingsBuilderCustomizer storeTimeouts(StoreProperties properties) {
        long selection = properties.selectionTimeout().toMillis();
        int read = (int) properties.readTimeout().toMillis();
        return settings -> settings
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(selection, TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket -> socket
                        .connectTimeout((int) selection, TimeUnit.MILLISECONDS)
                        .readTimeout(read, TimeUnit.MILLISECONDS));
    }
}
