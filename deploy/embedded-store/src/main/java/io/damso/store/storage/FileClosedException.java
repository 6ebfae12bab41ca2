package io.damso.store.storage;

import de.bwaldvogel.mongo.exception.MongoServerError;

/** The file is closed: the store shuts down, or an earlier write failed. */
final class FileClosedException extends MongoServerError {

    private static final long serialVersionUID = 1L;
    private static final int SHUTDOWN_IN_PROGRESS = 91;

    FileClosedException() {
        super(SHUTDOWN_IN_PROGRESS, "ShutdownInProgress", "The store's file is closed");
    }
}
