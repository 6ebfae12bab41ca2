package io.damso.load.client;

import io.damso.load.count.Ledger;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The identity and the subscription of a client.
 *
 * @param endpoint address to connect to
 * @param token token of the user; empty for none
 * @param destination destination to subscribe to; null for a client that only sends
 * @param ledger records the received messages; null for a client that only sends
 * @param position keeps the newest position, with which the next connection resumes; null for one that does not resume
 */
public record Identity(
        URI endpoint,
        String token,
        @Nullable String destination,
        @Nullable Ledger ledger,
        @Nullable Position position) {

    /** Returns the same identity with another endpoint. */
    public Identity at(URI other) {
        return new Identity(other, token, destination, ledger, position);
    }

    /** Returns the same identity without a position. */
    public Identity withoutPosition() {
        return new Identity(endpoint, token, destination, ledger, null);
    }
}
