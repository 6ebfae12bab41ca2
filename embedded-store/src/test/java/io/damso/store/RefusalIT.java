package io.damso.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoNamespace;
import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Collation;
import com.mongodb.client.model.CreateCollectionOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.TimeSeriesOptions;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.ValidationOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What MongoDB has and the store has not gets an error with a code, through the official driver, and changes nothing.
 */
class RefusalIT {

    private static final Collation GERMAN = Collation.builder().locale("de").build();

    @TempDir
    private static Path data;

    private static EmbeddedStore store;
    private static MongoClient client;
    private static MongoDatabase database;
    private static MongoCollection<Document> messages;

    @BeforeAll
    static void start() {
        store = EmbeddedStore.start(0, data);
        client = MongoClients.create(store.uri());
        database = client.getDatabase("chat");
        messages = database.getCollection("messages");
        messages.insertOne(new Document("_id", 1).append("text", "a").append("tags", List.of(1, 2)));
    }

    @AfterAll
    static void stop() {
        client.close();
        store.close();
    }

    static Stream<Arguments> unservedCalls() {
        // spotless:off
        return Stream.of(
                call(238, "NotImplemented", "partial index", c -> c.createIndex(
                        Indexes.ascending("a"), new IndexOptions().partialFilterExpression(Filters.exists("a")))),
                call(238, "NotImplemented", "partial index of all", c -> c.createIndex(
                        Indexes.ascending("a"), new IndexOptions().partialFilterExpression(new Document()))),
                call(238, "NotImplemented", "index with collation", c -> c.createIndex(
                        Indexes.ascending("a"), new IndexOptions().collation(GERMAN))),
                call(238, "NotImplemented", "sparse index", c -> c.createIndex(
                        Indexes.ascending("a"), new IndexOptions().sparse(true))),
                call(238, "NotImplemented", "text index", c -> c.createIndex(Indexes.text("text"))),
                call(238, "NotImplemented", "hashed index", c -> c.createIndex(Indexes.hashed("a"))),
                call(238, "NotImplemented", "geo index", c -> c.createIndex(Indexes.geo2dsphere("a"))),
                call(238, "NotImplemented", "wildcard index", c -> c.createIndex(Indexes.ascending("$**"))),
                call(238, "NotImplemented", "hidden index", c -> c.createIndex(
                        Indexes.ascending("a"), new IndexOptions().hidden(true))),
                call(238, "NotImplemented", "compound TTL index", c -> c.createIndex(
                        Indexes.ascending("a", "b"), new IndexOptions().expireAfter(1L, TimeUnit.HOURS))),
                call(59, "CommandNotFound", "capped collection", c -> create(
                        new CreateCollectionOptions().capped(true).sizeInBytes(4096))),
                call(59, "CommandNotFound", "time series", c -> create(
                        new CreateCollectionOptions().timeSeriesOptions(new TimeSeriesOptions("at")))),
                call(59, "CommandNotFound", "validator", c -> create(new CreateCollectionOptions()
                        .validationOptions(new ValidationOptions().validator(Filters.exists("a"))))),
                call(59, "CommandNotFound", "collection with collation", c -> create(
                        new CreateCollectionOptions().collation(GERMAN))),
                call(59, "CommandNotFound", "view", c -> database.createView("other", "messages", List.of())),
                call(238, "NotImplemented", "collation", c -> c.find().collation(GERMAN).first()),
                call(238, "NotImplemented", "hint", c -> c.find().hint(new Document("_id", 1)).first()),
                call(238, "NotImplemented", "min", c -> c.find().min(new Document("_id", 1)).first()),
                call(238, "NotImplemented", "returnKey", c -> c.find().returnKey(true).first()),
                call(238, "NotImplemented", "showRecordId", c -> c.find().showRecordId(true).first()),
                call(238, "NotImplemented", "noCursorTimeout", c -> c.find().noCursorTimeout(true).first()),
                call(238, "NotImplemented", "let", c -> c.find().let(new Document("a", 1)).first()),
                call(238, "NotImplemented", "$slice", c -> c.find()
                        .projection(Document.parse("{a: {$slice: 1}}")).first()),
                call(238, "NotImplemented", "positional projection", c -> c.find(Filters.eq("tags", 2))
                        .projection(Document.parse("{'tags.$': 1}")).first()),
                call(238, "NotImplemented", "computed projection", c -> c.find()
                        .projection(Document.parse("{b: '$text'}")).first()),
                call(238, "NotImplemented", "$meta sort", c -> c.find()
                        .sort(Document.parse("{score: {$meta: 'textScore'}}")).first()),
                call(238, "NotImplemented", "update by pipeline", c -> c.updateOne(
                        Filters.eq("_id", 1), List.of(Updates.set("text", "$other")))),
                call(59, "CommandNotFound", "findAndModify", c -> c.findOneAndUpdate(
                        Filters.eq("_id", 1), List.of(Updates.set("text", "$other")))),
                call(238, "NotImplemented", "$bit", c -> c.updateOne(Filters.eq("_id", 1), Updates.bitwiseOr("n", 1))),
                call(238, "NotImplemented", "$push", c -> c.updateOne(Filters.eq("_id", 1), Updates.push("tags", 1))),
                call(238, "NotImplemented", "nested field", c -> c.updateOne(
                        Filters.eq("_id", 1), Updates.set("a.b", 1))),
                call(238, "NotImplemented", "upsert by another field", c -> c.updateOne(
                        Filters.eq("none", 1), Updates.set("c", 1), new UpdateOptions().upsert(true))),
                call(238, "NotImplemented", "upsert by a range", c -> c.updateOne(
                        Filters.gt("_id", 7), Updates.set("c", 1), new UpdateOptions().upsert(true))),
                call(238, "NotImplemented", "array filters", c -> c.updateOne(
                        Filters.eq("_id", 1), Updates.set("a", 1),
                        new UpdateOptions().arrayFilters(List.of(Filters.eq("x", 1))))),
                call(238, "NotImplemented", "regular expression", c -> c.find(Filters.regex("text", "a")).first()),
                call(238, "NotImplemented", "$elemMatch", c -> c.find(
                        Filters.elemMatch("tags", Filters.gt("a", 1))).first()),
                call(238, "NotImplemented", "operator in a value", c -> c.find(
                        Document.parse("{a: {b: {$gt: 1}}}")).first()),
                call(238, "NotImplemented", "a document as a value", c -> c.find(
                        Document.parse("{a: {b: 1}}")).first()),
                call(238, "NotImplemented", "an array as a value", c -> c.find(
                        Filters.in("a", List.of(1), List.of(2))).first()),
                call(238, "NotImplemented", "projection without _id", c -> c.find()
                        .projection(Document.parse("{text: 1, _id: 0}")).first()),
                call(238, "NotImplemented", "excluding projection", c -> c.find()
                        .projection(Document.parse("{text: 0}")).first()),
                call(238, "NotImplemented", "nested projection", c -> c.find()
                        .projection(Document.parse("{'a.b': 1}")).first()),
                call(238, "NotImplemented", "natural order", c -> c.find()
                        .sort(Document.parse("{$natural: -1}")).first()),
                call(59, "CommandNotFound", "distinct", c -> c.distinct("text", String.class).first()),
                call(238, "NotImplemented", "$jsonSchema", c -> c.find(Filters.jsonSchema(new Document())).first()),
                call(238, "NotImplemented", "$bitsAllSet", c -> c.find(Filters.bitsAllSet("a", 1)).first()),
                call(238, "NotImplemented", "$geoWithin", c -> c.find(Filters.geoWithinBox("a", 0, 0, 1, 1)).first()),
                call(238, "NotImplemented", "$out", c -> c.aggregate(List.of(Aggregates.out("other"))).toCollection()),
                call(238, "NotImplemented", "aggregate with let", c -> c.aggregate(List.of())
                        .let(new Document("a", 1)).first()),
                call(238, "NotImplemented", "$function", c -> c.aggregate(List.of(Document.parse(
                        "{$project: {a: {$function: {body: 'x', args: [], lang: 'js'}}}}"))).first()),
                call(238, "NotImplemented", "$text", c -> c.find(Filters.text("a")).first()),
                call(238, "NotImplemented", "$text in a pipeline", c -> c.aggregate(List.of(
                        Aggregates.match(Filters.or(Filters.eq("a", 1), Filters.text("a"))))).first()),
                call(238, "NotImplemented", "$where", c -> c.countDocuments(Filters.where("true"))),
                call(238, "NotImplemented", "$where in a delete", c -> c.deleteMany(Filters.where("true"))),
                call(238, "NotImplemented", "$where behind an $elemMatch", c -> c.updateMany(
                        Filters.elemMatch("none", Filters.where("true")), Updates.set("text", "b"))),
                call(238, "NotImplemented", "unknown operator nobody reaches", c -> c.find(
                        Document.parse("{none: 1, text: {$like: 'a'}}")).first()),
                call(238, "NotImplemented", "w: 2", c -> c.withWriteConcern(WriteConcern.W2).insertOne(new Document())),
                call(238, "NotImplemented", "w: tag", c -> c.withWriteConcern(new WriteConcern("tag"))
                        .insertOne(new Document())),
                call(238, "NotImplemented", "linearizable", c -> c.withReadConcern(ReadConcern.LINEARIZABLE)
                        .find().first()),
                call(238, "NotImplemented", "snapshot", c -> c.withReadConcern(ReadConcern.SNAPSHOT).find().first()),
                call(238, "NotImplemented", "change stream", c -> c.watch().cursor()),
                call(73, "InvalidNamespace", "change stream of a database", c -> database.watch().cursor()),
                call(238, "NotImplemented", "$unionWith", c -> c.aggregate(
                        List.of(Aggregates.unionWith("other", List.of()))).first()),
                call(238, "NotImplemented", "$setWindowFields", c -> c.aggregate(
                        List.of(Document.parse("{$setWindowFields: {output: {}}}"))).first()),
                call(59, "CommandNotFound", "mapReduce", c -> run(
                        "{mapReduce: 'messages', map: 'x', reduce: 'x', out: 'o'}")),
                call(59, "CommandNotFound", "renameCollection", c -> c.renameCollection(
                        new MongoNamespace("chat.other"))));
        // spotless:on
    }

    static Stream<Arguments> unservedCommands() {
        return Stream.of(
                command(238, "{insert: 'messages', documents: [{_id: 2}], txnNumber: {$numberLong: '1'}}"),
                command(238, "{find: 'messages', startTransaction: true, txnNumber: {$numberLong: '1'}}"),
                command(59, "{commitTransaction: 1, txnNumber: {$numberLong: '1'}, autocommit: false}"),
                command(238, "{find: 'messages', tailable: true}"),
                command(73, "{find: 'system.namespaces'}"),
                command(73, "{insert: 'system.indexes', documents: [{}]}"),
                command(73, "{aggregate: 1, pipeline: [], cursor: {}}"),
                command(238, "{find: 'messages', filtre: {}}"),
                command(238, "{update: 'messages', updates: [{q: {}, u: {$set: {a: 1}}, many: true}]}"),
                command(238, "{update: 'messages', updates: [{q: {}, u: {$set: {a: 1}}, hint: 'x'}]}"),
                command(238, "{delete: 'messages', deletes: [{q: {}, limit: 0, collation: {locale: 'de'}}]}"),
                command(238, "{count: 'messages', hint: 'x'}"),
                command(59, "{validate: 'messages'}"),
                command(59, "{distinct: 'messages', key: 'a'}"),
                command(59, "{serverStatus: 1}"),
                command(238, "{find: 'messages', apiVersion: '1', apiStrict: true}"),
                command(238, "{find: 'messages', apiVersion: '2'}"),
                command(238, "{createIndexes: 'messages', indexes: [{key: {a: 1}, name: 'a', uniq: true}]}"),
                command(238, "{createIndexes: 'messages', indexes: [{key: {a: 2}, name: 'a'}]}"),
                command(59, "{FIND: 'messages'}"),
                command(59, "{collMod: 'messages', validator: {a: 1}}"),
                command(59, "{bulkWrite: 1, ops: [], nsInfo: []}"),
                command(59, "{explain: {find: 'messages'}}"),
                command(238, "{aggregate: 'messages', pipeline: [], cursor: {}}"),
                command(238, "{aggregate: 'messages', pipeline: [{$match: {}}, {$sort: {a: 1}}], cursor: {}}"),
                command(238, "{aggregate: 'messages', pipeline: [{$limit: 0}, {$group: {_id: 1, n: {$sum: 1}}}]}"),
                command(238, "{aggregate: 'messages', pipeline: [{$group: {_id: '$text', n: {$sum: 1}}}]}"),
                command(238, "{aggregate: 'messages', pipeline: [{$group: {_id: 1, n: {$sum: 1}}}, {$match: {}}]}"),
                command(238, "{find: 'messages', filter: {$expr: {$eq: ['$text', 'a']}}}"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("unservedCalls")
    void callIsRefused(int code, String codeName, String what, Consumer<MongoCollection<Document>> call) {
        MongoException e = catchThrowableOfType(MongoException.class, () -> call.accept(messages));
        assertRefusal(e, code);
        assertThat(((MongoCommandException) e).getErrorCodeName()).isEqualTo(codeName);
    }

    @ParameterizedTest
    @MethodSource("unservedCommands")
    void commandIsRefused(int code, String command) {
        assertRefusal(catchThrowableOfType(MongoCommandException.class, () -> run(command)), code);
    }

    @ParameterizedTest
    @MethodSource("unservedCalls")
    void refusalDoesNotDependOnWhatIsStored(
            int code, String codeName, String what, Consumer<MongoCollection<Document>> call) {
        MongoCollection<Document> none = database.getCollection("none");
        assertRefusal(catchThrowableOfType(MongoException.class, () -> call.accept(none)), code);
        assertThat(database.listCollectionNames()).containsExactly("messages");
    }

    private static void assertRefusal(MongoException e, int code) {
        assertThat(e).as("error").isNotNull();
        assertThat(e.getCode()).as(e.getMessage()).isEqualTo(code);
        assertThat(database.listCollectionNames()).containsExactly("messages");
        assertThat(messages.listIndexes()).extracting("name").containsExactly("_id_");
        assertThat(messages.find())
                .containsExactly(new Document("_id", 1).append("text", "a").append("tags", List.of(1, 2)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a*b", "a|b"})
    void databaseThatWouldGetInTheWayIsRefused(String name) {
        MongoCollection<Document> other = client.getDatabase(name).getCollection("c");
        assertRefusal(catchThrowableOfType(MongoException.class, () -> other.insertOne(new Document())), 73);
        assertThat(client.listDatabaseNames()).doesNotContain(name);
    }

    @Test
    void transactionFailsAtItsFirstCommandAndWritesNothing() {
        try (ClientSession session = client.startSession()) {
            session.startTransaction();
            MongoException e = catchThrowableOfType(
                    MongoException.class, () -> messages.insertOne(session, new Document("_id", 2)));
            assertThat(e.getCode()).isEqualTo(238);
            assertThat(e.getMessage()).containsPattern("insert.(txnNumber|startTransaction)");
        }
        try (ClientSession session = client.startSession()) {
            session.startTransaction();
            MongoException e = catchThrowableOfType(
                    MongoException.class, () -> messages.find(session).first());
            assertThat(e.getCode()).isEqualTo(238);
        }
        assertThat(messages.countDocuments()).isEqualTo(1);
    }

    @Test
    void sessionWithoutATransactionIsHarmless() {
        try (ClientSession session = client.startSession()) {
            assertThat(messages.find(session)).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("wordsThatAskForNothing")
    void optionThatAsksForNothingIsServed(String command) {
        assertThat(run(command)).containsEntry("ok", 1.0);
    }

    static Stream<String> wordsThatAskForNothing() {
        return Stream.of(
                "{find: 'messages', tailable: false, showRecordId: false, collation: null}",
                "{find: 'messages', readConcern: {level: 'majority'}, maxTimeMS: 1000, comment: 'c'}",
                "{insert: 'none2', documents: [{}], writeConcern: {w: 'majority', j: true}}",
                "{drop: 'none2', writeConcern: {w: 1, wtimeout: 5}}",
                "{find: 'messages', $readPreference: {mode: 'secondaryPreferred'}}");
    }

    private static Document run(String command) {
        return database.runCommand(Document.parse(command));
    }

    private static void create(CreateCollectionOptions options) {
        database.createCollection("other", options);
    }

    private static Arguments call(int code, String codeName, String what, Consumer<MongoCollection<Document>> call) {
        return arguments(code, codeName, what, call);
    }

    private static Arguments command(int code, String command) {
        return arguments(code, command);
    }
}
