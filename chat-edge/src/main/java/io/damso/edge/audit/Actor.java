package io.damso.edge.audit;

import org.jspecify.annotations.Nullable;

/**
 * The user or client that caused an audit event, as far as it is known.
 *
 * @param user subject of the token
 * @param session id of the WebSocket session
 * @param address address of the client at NGINX
 */
public record Actor(
        @Nullable String user,
        @Nullable String session,
        @Nullable String address) {}
