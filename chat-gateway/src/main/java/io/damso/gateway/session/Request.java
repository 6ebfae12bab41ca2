package io.damso.gateway.session;

import org.jspecify.annotations.Nullable;

/**
 * The properties of a request that its answer needs.
 *
 * @param destination destination of the request; null if it has none
 * @param receipt id of the requested receipt; null if none is requested
 */
public record Request(
        @Nullable String destination, @Nullable String receipt) {

    /** A request without destination and receipt. */
    public static final Request NONE = new Request(null, null);
}
