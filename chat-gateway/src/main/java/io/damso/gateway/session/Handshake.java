package io.damso.gateway.session;

import io.damso.auth.AuthenticatedUser;
import io.damso.gateway.admission.Admission;
import org.jspecify.annotations.Nullable;

/**
 * Data that a handshake passes to its session.
 *
 * @param address address of the client, with the forwarded headers of trusted proxies applied
 * @param place the session's place on the node, not claimed yet
 * @param user user of the handshake's token; null if it had none
 */
public record Handshake(
        String address, Admission place, @Nullable AuthenticatedUser user) {

    /** Attribute of a request and of a WebSocket session that holds the handshake. */
    public static final String ATTRIBUTE = Handshake.class.getName();
}
