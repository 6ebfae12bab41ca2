/**
 * Clients for arbitrary bytes: TCP, TLS, HTTP, WebSocket, SockJS and tokens, valid and invalid.
 */
@NullMarked
package io.damso.system.wire;

import org.jspecify.annotations.NullMarked;
