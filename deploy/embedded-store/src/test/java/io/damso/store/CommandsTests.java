package io.damso.store;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    void writesWithoutAWordAboutOrderAreOrdered() {
        Document unordered = new Document("insert", "c").append("ordered", false);
        Document silent = new Document("insert", "c");
        Commands.prepare("insert", unordered);
        Commands.prepare("insert", silent);
        assertThat(unordered).containsEntry("ordered", false);
        assertThat(silent).containsEntry("ordered", true);
    }

    @ParameterizedTest
    @CsvSource({"7,,7", "7,5,5", "5,7,5"})
    void singleBatchFindsNoMoreThanItCanCarry(int batchSize, Integer limit, int expected) {
        Document query = new Document("find", "c").append("singleBatch", true).append("batchSize", batchSize);
        query.putIfNotNull("limit", limit);
        Commands.prepare("find", query);
        assertThat(query).containsEntry("limit", expected);
    }
}
