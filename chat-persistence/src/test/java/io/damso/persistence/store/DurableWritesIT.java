package io.damso.persistence.store;

import static io.damso.persistence.Messages.arrivals;
import static io.damso.persistence.Messages.message;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import io.damso.test.MongoStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.mongodb.autoconfigure.DataMongoAutoConfiguration;
import org.springframework.boot.mongodb.autoconfigure.MongoAutoConfiguration;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;

/** The write concern of the service's client, configured by Spring Boot, although the URI has a weaker one. */
class DurableWritesIT {

    @RegisterExtension
    static final MongoStore mongo = new MongoStore();

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String DURABLE = "{\"w\": \"majority\", \"j\": true}";

    private final Map<String, String> concerns = new ConcurrentHashMap<>();

    @Test
    void everyWriteWaitsForTheJournalsOfAMajority() {
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(MongoAutoConfiguration.class, DataMongoAutoConfiguration.class))
                .withUserConfiguration(StoreConfiguration.class)
                .withBean(StoreProperties.class, () -> new StoreProperties(TIMEOUT, TIMEOUT))
                .withBean(
                        MongoClientSettingsBuilderCustomizer.class,
                        () -> settings -> settings.addCommandListener(new RecordingListener()))
                .withPropertyValues("spring.mongodb.uri=" + mongo.uri() + "?w=1&journal=false")
                .run(context -> {
                    write(context.getBean(MessageStore.class), context.getBean(MongoTemplate.class));
                    assertThat(concerns)
                            .containsKeys("createIndexes", "insert", "update", "delete")
                            .allSatisfy((command, concern) ->
                                    assertThat(concern).as(command).isEqualTo(DURABLE));
                });
    }

    private static void write(MessageStore store, MongoTemplate template) {
        store.store(arrivals(List.of(message("durable", "alice", "a"))));
        template.updateFirst(new Query(), Update.update("text", "b"), "messages");
        template.remove(new Query(), "messages");
    }

    private final class RecordingListener implements CommandListener {

        private static final Set<String> WRITES = Set.of("createIndexes", "insert", "update", "delete");

        @Override
        public void commandStarted(CommandStartedEvent event) {
            if (WRITES.contains(event.getCommandName())) {
                // As text, because the command is not valid after this call.
                concerns.put(
                        event.getCommandName(),
                        event.getCommand()
                                .getDocument("writeConcern", new BsonDocument())
                                .toJson());
            }
        }
    }
}
