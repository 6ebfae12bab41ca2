package io.damso.client;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The commands of STOMP 1.2. */
public enum StompCommand {
    CONNECT,
    STOMP,
    SEND,
    SUBSCRIBE,
    UNSUBSCRIBE,
    ACK,
    NACK,
    BEGIN,
    COMMIT,
    ABORT,
    DISCONNECT,
    CONNECTED,
    MESSAGE,
    RECEIPT,
    ERROR;

    private static final Map<String, StompCommand> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toMap(Enum::name, Function.identity()));

    /** Returns the command with this name, which is case-sensitive; empty if STOMP 1.2 has none. */
    static Optional<StompCommand> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** Returns whether a frame may have a body (STOMP 1.2 "Body"). */
    boolean hasBody() {
        return this == SEND || this == MESSAGE || this == ERROR;
    }

    /**
     * Returns whether header names and values are escaped. CONNECT and CONNECTED are not, for compatibility with STOMP
     * 1.0.
     */
    boolean escapesHeaders() {
        return this != CONNECT && this != STOMP && this != CONNECTED;
    }
}
