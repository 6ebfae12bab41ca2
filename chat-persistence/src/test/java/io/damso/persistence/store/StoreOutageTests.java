package io.damso.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoClientException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoInternalException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketOpenException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.ServerAddress;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.bulk.WriteConcernError;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonMaximumSizeExceededException;
import org.bson.BsonSerializationException;
import org.bson.BsonString;
import org.bson.codecs.configuration.CodecConfigurationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.mongodb.UncategorizedMongoDbException;

class StoreOutageTests {

    private static final ServerAddress SERVER = new ServerAddress();

    static Stream<Throwable> away() {
        return Stream.of(
                new MongoSocketOpenException("refused", SERVER),
                new MongoSocketReadTimeoutException("late", SERVER, new RuntimeException()),
                new MongoTimeoutException("no server"),
                new MongoInterruptedException("stopping", new InterruptedException()),
                new MongoNotPrimaryException(new BsonDocument(), SERVER),
                new MongoSecurityException(null, "wrong password"),
                refusal(11600),
                refusal(14031),
                bulk(91, null),
                bulk(2, new WriteConcernError(64, "WriteConcernTimeout", "late", new BsonDocument())),
                new UncategorizedMongoDbException("translated", refusal(189)),
                new DataAccessResourceFailureException("translated", new MongoTimeoutException("no server")),
                new DataAccessResourceFailureException("away"),
                new ConcurrencyFailureException("other writers"),
                new NoClassDefFoundError("of this process"));
    }

    static Stream<Throwable> refusing() {
        return Stream.of(
                new IllegalArgumentException("long overflow"),
                new BsonMaximumSizeExceededException("too large"),
                new BsonSerializationException("no such text"),
                new CodecConfigurationException("no codec"),
                new MongoClientException("of the driver"),
                new DataAccessResourceFailureException("translated", new MongoInternalException("of the driver")),
                refusal(2),
                refusal(121),
                refusal(10334),
                bulk(10334, null),
                new DataIntegrityViolationException("translated", bulk(121, null)),
                new UncategorizedMongoDbException("translated", refusal(10334)),
                new InvalidDataAccessApiUsageException("translated"),
                new StackOverflowError());
    }

    private static MongoCommandException refusal(int code) {
        return new MongoCommandException(
                new BsonDocument("ok", new BsonInt32(0))
                        .append("code", new BsonInt32(code))
                        .append("errmsg", new BsonString("no")),
                SERVER);
    }

    private static MongoBulkWriteException bulk(int code, @Nullable WriteConcernError concern) {
        return new MongoBulkWriteException(
                BulkWriteResult.unacknowledged(),
                List.of(new BulkWriteError(code, "no", new BsonDocument(), 0)),
                concern,
                SERVER,
                Set.of());
    }

    @ParameterizedTest
    @MethodSource("away")
    void storeThatCannotBeUsedIsAway(Throwable failure) {
        assertThat(StoreOutage.isCauseOf(failure)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("refusing")
    void storeThatRefusesADocumentIsNotAway(Throwable failure) {
        assertThat(StoreOutage.isCauseOf(failure)).isFalse();
    }
}
