package io.damso.load.client;

import io.damso.load.count.Ledger;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Who a client is and what it wants.
 *
 * @param endpoint where it connects
 * @param token proves who it is; empty for none
 * @param destination what it subscribes to; null for one that only sends
 * @param ledger takes what it gets; null for one that only sends
 */
public record Identity(URI endpoint, String token, @Nullable String destination, @Nullable Ledger ledger) {

    /** Returns the same one elsewhere. */
    public Identity at(URI other) {
        return new Identity(other, token, destination, ledger);
    }
}
