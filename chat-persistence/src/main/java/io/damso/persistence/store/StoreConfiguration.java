package io.damso.persistence.store;

import com.mongodb.WriteConcern;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.MongoOperations;

@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

    @Bean
    MongoReplyIndex replyIndex(MongoOperations mongo) {
        return new MongoReplyIndex(mongo);
    }

    @Bean
    MessageStore messageStore(MongoOperations mongo, MongoReplyIndex replies) {
        return new MongoMessageStore(mongo, replies);
    }

    @Bean
    MessageLog messageLog(MongoOperations mongo) {
        return new MongoMessageLog(mongo);
    }

    /** Has the name of Spring Boot's own indicator and replaces it. */
    @Bean
    HealthIndicator mongoHealthIndicator(MongoOperations mongo) {
        return new StoreHealth(mongo);
    }

    @Bean
    MongoClientSettingsBuilderCustomizer storeTimeouts(StoreProperties properties) {
        long selection = properties.selectionTimeout().toMillis();
        int read = (int) properties.readTimeout().toMillis();
        return settings -> settings.applyToClusterSettings(
                        cluster -> cluster.serverSelectionTimeout(selection, TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout((int) selection, TimeUnit.MILLISECONDS)
                        .readTimeout(read, TimeUnit.MILLISECONDS));
    }

    /**
     * Every write, also of an index, is confirmed when most members of a replica set have it in their journal. So an
     * acknowledged write survives the loss of any one of three members. A URI cannot lower this. A single MongoDB and
     * the embedded store are a majority by themselves.
     */
    @Bean
    MongoClientSettingsBuilderCustomizer durableWrites() {
        return settings -> settings.writeConcern(WriteConcern.MAJORITY.withJournal(true));
    }
}
