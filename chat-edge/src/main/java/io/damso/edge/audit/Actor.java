package io.damso.edge.audit;

import org.jspecify.annotations.Nullable;

/**
 * Who did something, as far as it is known.
 *
 * @param user subject of the token
 * @param session id of the WebSocket session
 * @param address address of the client, as NGINX saw it
 */
public record Actor(@Nullable String user, @Nullable String session, @Nullable String address) {}
