package io.damso.store.refusal;

import de.bwaldvogel.mongo.exception.MongoServerError;

/** The errors a client can get from this store besides those of mongo-java-server; codes and names are MongoDB's. */
public enum ServerError {
    BAD_VALUE(2, "BadValue"),
    FAILED_TO_PARSE(9, "FailedToParse"),
    UNAUTHORIZED(13, "Unauthorized"),
    PROTOCOL_ERROR(17, "ProtocolError"),
    AUTHENTICATION_FAILED(18, "AuthenticationFailed"),
    ILLEGAL_OPERATION(20, "IllegalOperation"),
    INDEX_NOT_FOUND(27, "IndexNotFound"),
    COMMAND_NOT_FOUND(59, "CommandNotFound"),
    CANNOT_CREATE_INDEX(67, "CannotCreateIndex"),
    INVALID_OPTIONS(72, "InvalidOptions"),
    INVALID_NAMESPACE(73, "InvalidNamespace"),
    INDEX_OPTIONS_CONFLICT(85, "IndexOptionsConflict"),
    INDEX_KEY_SPECS_CONFLICT(86, "IndexKeySpecsConflict"),
    NOT_A_REPLICA_SET(123, "NotAReplicaSet"),
    INVALID_INDEX_OPTION(197, "InvalidIndexSpecificationOption"),
    NOT_IMPLEMENTED(238, "NotImplemented"),
    API_VERSION_ERROR(322, "APIVersionError"),
    MECHANISM_UNAVAILABLE(334, "MechanismUnavailable"),
    UNSUPPORTED_OP_QUERY(352, "UnsupportedOpQueryCommand"),
    MISSING_FIELD(40414, "IDLFailedToParse"),
    UNKNOWN_FIELD(40415, "IDLUnknownField"),
    CHANGE_STREAM(40573, "Location40573");

    private final int code;
    private final String codeName;

    ServerError(int code, String codeName) {
        this.code = code;
        this.codeName = codeName;
    }

    /** Returns the code as MongoDB's drivers know it. */
    public int code() {
        return code;
    }

    /** Returns an error that a client gets as the reply to its command. */
    public MongoServerError because(String message) {
        return new MongoServerError(code, codeName, message);
    }
}
