package io.damso.store.storage;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.aggregation.Aggregation;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.Oplog;
import io.damso.store.query.Plan;
import io.damso.store.query.SortOrder;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An aggregation whose leading {@code $match}, {@code $sort}, {@code $skip} and {@code $limit} are run as a query. */
final class Pipeline {

    /** How the drivers' countDocuments counts. */
    private static final List<Document> COUNT =
            List.of(new Document("$group", new Document("_id", 1).append("n", new Document("$sum", 1))));

    private static final int DEFAULT_BATCH_SIZE = 101;

    private final Document command;
    private List<Document> stages;
    private final Document filter;
    private final @Nullable Document sort;
    private final int skip;
    private final int limit;

    Pipeline(Document command) {
        this.command = command;
        this.stages = Aggregation.parse(command.get("pipeline"));
        this.filter = takeFilter();
        this.sort = takeFirst("$sort", Document.class);
        this.skip = takeNumber("$skip");
        this.limit = takeNumber("$limit");
    }

    private Document takeFilter() {
        Document first = takeFirst("$match", Document.class);
        if (first == null) {
            return new Document();
        }
        Document next = takeFirst("$match", Document.class);
        Document all = first;
        while (next != null) {
            all = new Document("$and", List.of(all, next));
            next = takeFirst("$match", Document.class);
        }
        return all;
    }

    private int takeNumber(String stage) {
        Number number = takeFirst(stage, Number.class);
        return number == null ? 0 : Math.clamp(number.longValue(), 0, Integer.MAX_VALUE);
    }

    private <T> @Nullable T takeFirst(String stage, Class<T> type) {
        if (stages.isEmpty() || !type.isInstance(stages.getFirst().get(stage))) {
            return null;
        }
        T operand = type.cast(stages.getFirst().get(stage));
        if (operand instanceof Number number && number.longValue() <= 0) {
            return null;
        }
        stages = stages.subList(1, stages.size());
        return operand;
    }

    @Nullable Plan plan(StoredCollection collection) {
        return collection.plan(filter, SortOrder.of(sort), limit > 0 ? (long) skip + limit : Long.MAX_VALUE);
    }

    Document run(
            MongoDatabase database, StoredCollection collection, Cursors cursors, DatabaseResolver databases, Oplog oplog) {
        Aggregation aggregation = Aggregation.fromPipeline(stages, databases, database, collection, oplog);
        Document cursor = (Document) command.get("cursor");
        aggregation.validate(new Document("cursor", cursor == null ? null : new Document()));
        Stream<Document> result = stages.equals(COUNT)
                ? count(collection)
                : aggregation.runStagesAsStream(collection.find(filter, sort, skip, limit));
        QueryResult first = cursors.first(result, batchSize(cursor));
        return new Document("cursor", new Document("id", first.getCursorId())
                        .append("ns", collection.getFullName())
                        .append("firstBatch", first.collectDocuments()))
                .append("ok", 1.0);
    }

    private Stream<Document> count(StoredCollection collection) {
        int count = collection.count(filter, skip, limit);
        return count == 0 ? Stream.empty() : Stream.of(new Document("_id", 1).append("n", count));
    }

    private static int batchSize(@Nullable Document cursor) {
        return cursor != null && cursor.get("batchSize") instanceof Number size && size.intValue() > 0
                ? size.intValue()
                : DEFAULT_BATCH_SIZE;
    }
}
