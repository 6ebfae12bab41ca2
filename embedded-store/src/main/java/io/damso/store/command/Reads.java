package io.damso.store.command;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import io.damso.store.query.KeyPattern;
import io.damso.store.refusal.FilterRules;
import io.damso.store.refusal.ServerError;
import io.damso.store.storage.Cursors;
import io.damso.store.storage.Snapshot;
import io.damso.store.storage.StoredCollection;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The commands that read one collection, in one state of the file. */
record Reads(Snapshot snapshot, String namespace) {

    private static final List<String> STAGES = List.of("$match", "$skip", "$limit", "$group");
    private static final Document COUNT = new Document("_id", 1).append("n", new Document("$sum", 1));

    Document find(Arguments arguments, Cursors cursors) {
        Document filter = arguments.filter("filter");
        KeyPattern order = KeyPattern.of(arguments.document("sort"));
        UnaryOperator<Document> projection = projection(arguments.document("projection"));
        int batchSize = arguments.number("batchSize");
        int limit = arguments.number("limit");
        if (arguments.flag("singleBatch") && batchSize > 0) {
            // the client reads no more than one batch
            limit = limit == 0 ? batchSize : Math.min(limit, batchSize);
        }
        StoredCollection collection = snapshot.collections().get(namespace);
        Stream<Document> found = collection == null
                ? Stream.empty()
                : collection.find(snapshot, filter, order, arguments.number("skip"), limit);
        return cursors.first(namespace, snapshot, found.map(projection), batchSize);
    }

    /** Returns a projection, which is supported if it names the fields to keep. */
    private static UnaryOperator<Document> projection(Document fields) {
        if (fields.isEmpty()) {
            return UnaryOperator.identity();
        }
        fields.forEach((field, value) -> {
            boolean isKept = (value instanceof Number || value instanceof Boolean) && Utils.isTrue(value);
            if (!isKept || field.contains(".") || field.startsWith("$")) {
                throw ServerError.notServed("the projection " + field + ": " + value);
            }
        });
        return document -> {
            Document kept = new Document();
            document.forEach((field, value) -> {
                if (field.equals("_id") || fields.containsKey(field)) {
                    kept.put(field, value);
                }
            });
            return kept;
        };
    }

    Document count(Arguments arguments) {
        int count = count(arguments.filter("query"), arguments.number("skip"), arguments.number("limit"));
        return new Document("n", count).append("ok", 1.0);
    }

    private int count(Document filter, int skip, int limit) {
        StoredCollection collection = snapshot.collections().get(namespace);
        return collection == null ? 0 : collection.count(snapshot, filter, skip, limit);
    }

    /**
     * Runs the only supported aggregation, that of the drivers' {@code countDocuments}: {@code $match}, {@code $skip}
     * and {@code $limit}, each optional and in this order, then {@code $group} with a count.
     */
    Document aggregate(Arguments arguments) {
        List<Document> pipeline = arguments.documents("pipeline");
        Document stages = new Document();
        pipeline.forEach(stages::putAll);
        List<String> names = List.copyOf(stages.keySet());
        boolean isInOrder = STAGES.stream().filter(names::contains).toList().equals(names);
        Arguments counting = new Arguments(stages);
        if (!isInOrder
                || stages.size() != pipeline.size()
                || !COUNT.equals(stages.get("$group"))
                || stages.containsKey("$limit") && counting.number("$limit") == 0) {
            throw ServerError.notServed("the aggregation " + names + ", only the counting of documents");
        }
        int count = count(
                FilterRules.checked(counting.document("$match")), counting.number("$skip"), counting.number("$limit"));
        List<Document> batch = count == 0 ? List.of() : List.of(new Document("_id", 1).append("n", count));
        return Schema.reply(namespace, batch);
    }
}
