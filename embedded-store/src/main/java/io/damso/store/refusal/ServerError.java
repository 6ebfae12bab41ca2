package io.damso.store.refusal;

import de.bwaldvogel.mongo.exception.MongoServerError;

/** The errors of this store. Codes and names are MongoDB's. */
public enum ServerError {
    BAD_VALUE(2, "BadValue"),
    UNAUTHORIZED(13, "Unauthorized"),
    TYPE_MISMATCH(14, "TypeMismatch"),
    PROTOCOL_ERROR(17, "ProtocolError"),
    AUTHENTICATION_FAILED(18, "AuthenticationFailed"),
    NAMESPACE_NOT_FOUND(26, "NamespaceNotFound"),
    INDEX_NOT_FOUND(27, "IndexNotFound"),
    CURSOR_NOT_FOUND(43, "CursorNotFound"),
    COMMAND_NOT_FOUND(59, "CommandNotFound"),
    IMMUTABLE_FIELD(66, "ImmutableField"),
    INVALID_OPTIONS(72, "InvalidOptions"),
    INVALID_NAMESPACE(73, "InvalidNamespace"),
    INDEX_OPTIONS_CONFLICT(85, "IndexOptionsConflict"),
    SHUTDOWN_IN_PROGRESS(91, "ShutdownInProgress"),
    NOT_IMPLEMENTED(238, "NotImplemented"),
    MEMORY_LIMIT_EXCEEDED(292, "QueryExceededMemoryLimitNoDiskUseAllowed"),
    MECHANISM_UNAVAILABLE(334, "MechanismUnavailable"),
    UNSUPPORTED_OP_QUERY(352, "UnsupportedOpQueryCommand"),
    DOCUMENT_TOO_LARGE(10334, "BSONObjectTooLarge"),
    DUPLICATE_KEY(11000, "DuplicateKey"),
    MISSING_FIELD(40414, "IDLFailedToParse");

    private final int code;
    private final String codeName;

    ServerError(int code, String codeName) {
        this.code = code;
        this.codeName = codeName;
    }

    /** Returns an exception that is sent as the reply to the command. */
    public MongoServerError because(String message) {
        return new MongoServerError(code, codeName, message);
    }

    /** Returns the error for a feature that MongoDB supports and this store does not. The message names it. */
    public static MongoServerError notServed(String what) {
        return NOT_IMPLEMENTED.because("The embedded store does not serve " + what);
    }
}
