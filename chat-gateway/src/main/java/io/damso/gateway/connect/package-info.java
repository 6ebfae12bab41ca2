/** The endpoint and its handshakes: HTTP security, limits, WebSocket and SockJS. */
@NullMarked
package io.damso.gateway.connect;

import org.jspecify.annotations.NullMarked;
