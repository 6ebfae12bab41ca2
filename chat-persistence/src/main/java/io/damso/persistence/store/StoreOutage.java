package io.damso.persistence.store;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoConfigurationException;
import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoIncompatibleDriverException;
import com.mongodb.MongoInternalException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoServerUnavailableException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteConcernException;
import com.mongodb.bulk.BulkWriteError;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.PermissionDeniedDataAccessException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;

/**
 * Distinguishes a store that is not available from one that rejects a message. The first is worth a retry; the second
 * gives the same answer to every retry. The same rules apply to MongoDB and to the embedded store, which uses its
 * protocol.
 */
public final class StoreOutage {

    private static final int DEEPEST = 20;

    /** Exceptions for failures of the connection or for a state of the server. */
    private static final List<Class<? extends Exception>> AWAY = List.of(
            MongoSocketException.class,
            MongoTimeoutException.class, // no server was found, no connection was free
            MongoExecutionTimeoutException.class,
            MongoServerUnavailableException.class, // a pool that was cleared, too
            MongoNotPrimaryException.class,
            MongoNodeIsRecoveringException.class,
            MongoInterruptedException.class,
            MongoWriteConcernException.class, // not enough members confirmed
            MongoSecurityException.class,
            MongoConfigurationException.class,
            MongoIncompatibleDriverException.class,
            TransientDataAccessException.class,
            RecoverableDataAccessException.class,
            PermissionDeniedDataAccessException.class,
            InterruptedException.class,
            TimeoutException.class,
            IOException.class);

    /**
     * Codes of servers that are not available (MongoDB manual "Error Codes"): unreachable, shutting down, not primary,
     * timeout, out of disk or memory, unauthorized, interrupted, conflict with other writers.
     */
    private static final Set<Integer> CODES = Set.of(
            6, 7, 13, 18, 24, 46, 50, 64, 79, 89, 91, 100, 112, 133, 134, 146, 189, 202, 262, 317, 365, 384, 391, 462,
            8000, 9001, 10058, 10107, 11600, 11601, 11602, 13435, 13436, 14031);

    private static final List<String> LABELS =
            List.of("RetryableWriteError", "TransientTransactionError", "RetryableError", "SystemOverloadedError");

    private StoreOutage() {}

    /**
     * Returns whether the cause of a failure is not the stored document. Errors of this process count too, except a
     * stack overflow, which a document can cause.
     */
    public static boolean isCauseOf(Throwable failure) {
        List<Throwable> causes = Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(DEEPEST)
                .toList();
        return causes.stream().anyMatch(StoreOutage::indicatesOutage)
                || causes.stream().anyMatch(DataAccessResourceFailureException.class::isInstance)
                        && causes.stream().noneMatch(MongoInternalException.class::isInstance);
    }

    private static boolean indicatesOutage(Throwable cause) {
        return AWAY.stream().anyMatch(type -> type.isInstance(cause))
                || cause instanceof MongoException mongo && isAway(mongo)
                || cause instanceof Error && !(cause instanceof StackOverflowError);
    }

    private static boolean isAway(MongoException failure) {
        return CODES.contains(failure.getCode())
                || LABELS.stream().anyMatch(failure::hasErrorLabel)
                || failure instanceof MongoBulkWriteException bulk && isAway(bulk);
    }

    private static boolean isAway(MongoBulkWriteException failure) {
        return failure.getWriteConcernError() != null
                || failure.getWriteErrors().stream()
                        .map(BulkWriteError::getCode)
                        .anyMatch(CODES::contains);
    }
}
