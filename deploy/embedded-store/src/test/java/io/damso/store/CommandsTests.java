package io.damso.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTests {

    @ParameterizedTest
    @ValueSource(strings = {"insert", "update", "delete", "findAndModify", "findandmodify", "createIndexes", "drop"})
    void writesAreKnown(String command) {
        assertThat(Commands.isWrite(command, new Document())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"find", "count", "getMore", "listIndexes", "ping", "isMaster", "aggregate"})
    void readsAreNoWrites(String command) {
        assertThat(Commands.isWrite(command, new Document("pipeline", List.of(new Document("$match", new Document())))))
                .isFalse();
    }

    @Test
    void aggregateThatStoresItsResultIsAWrite() {
        Document stage = new Document("$merge", new Document());
        assertThat(Commands.isWrite("aggregate", new Document("pipeline", List.of(stage)))).isTrue();
    }

    @Test
    void onlyAMissingBatchSizeIsSet() {
        Document query = new Document("find", "c").append("batchSize", 7);
        Commands.prepare("find", query);
        assertThat(query).containsEntry("batchSize", 7);
        query.put("batchSize", 0);
        Commands.prepare("find", query);
        assertThat(query).containsEntry("batchSize", Commands.DEFAULT_BATCH_SIZE);
    }

    @Test
    void indexWhoseFilterWouldBeIgnoredIsRefused() {
        Document index = new Document("key", new Document("a", 1)).append("partialFilterExpression", new Document());
        assertThatExceptionOfType(MongoServerError.class)
                .isThrownBy(() -> Commands.prepare("createIndexes", new Document("indexes", List.of(index))))
                .withMessageContaining("partialFilterExpression");
    }
}
