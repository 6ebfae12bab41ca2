package io.damso.gateway.stomp;

import io.damso.gateway.stomp.frames.HeaderEscapes;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The supported versions of STOMP, lowest first. */
enum StompVersion {

    /** STOMP 1.0: no escapes; subscriptions need no id. */
    V1_0("1.0", HeaderEscapes.NONE),
    /** STOMP 1.1. */
    V1_1("1.1", HeaderEscapes.STOMP_1_1),
    /** STOMP 1.2. */
    V1_2("1.2", HeaderEscapes.STOMP_1_2);

    /** Header {@code version} of the ERROR if there is no common version (STOMP 1.2 "Protocol Negotiation"). */
    static final String ALL = "1.0,1.1,1.2";

    private final String number;
    private final HeaderEscapes escapes;

    StompVersion(String number, HeaderEscapes escapes) {
        this.number = number;
        this.escapes = escapes;
    }

    /**
     * Returns the highest common version; empty if there is none.
     *
     * @param accepted value of {@code accept-version}; null means 1.0
     */
    static Optional<StompVersion> negotiate(@Nullable String accepted) {
        if (accepted == null) {
            return Optional.of(V1_0);
        }
        List<String> versions =
                List.of(accepted.split(",", -1)).stream().map(String::trim).toList();
        return List.of(V1_2, V1_1, V1_0).stream()
                .filter(version -> versions.contains(version.number))
                .findFirst();
    }

    String number() {
        return number;
    }

    HeaderEscapes escapes() {
        return escapes;
    }

    /**
     * Returns whether a subscription must have an id (STOMP 1.1 "SUBSCRIBE"). One without an id is identified by its
     * destination.
     */
    boolean needsSubscriptionId() {
        return this != V1_0;
    }

    /** Returns the header line with its end of line, with the escapes of this version. */
    String header(String name, String value) {
        return name + ":" + escapes.write(value) + "\n";
    }
}
