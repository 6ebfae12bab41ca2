package io.damso.system.chaos;

import io.damso.protocol.ErrorCode;
import java.util.Optional;
import java.util.stream.Stream;

/** The error codes after which a correct client retries. */
final class RetryCodes {

    private RetryCodes() {}

    /** Returns whether the code is final; a correct client never gets such a code. */
    static boolean isFinal(String code) {
        return of(code).filter(known -> !known.retryable()).isPresent();
    }

    /** Returns whether the code is the service's own, and not the end of a connection. */
    static boolean isRefusal(String code) {
        return of(code).isPresent();
    }

    private static Optional<ErrorCode> of(String code) {
        return Stream.of(ErrorCode.values())
                .filter(known -> known.slug().equals(code))
                .findFirst();
    }
}
