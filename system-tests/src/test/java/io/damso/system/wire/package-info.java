/**
 * Clients that say whatever they are told, byte by byte: TCP, TLS, HTTP, WebSocket, SockJS and tokens without any
 * manners.
 */
@NullMarked
package io.damso.system.wire;

import org.jspecify.annotations.NullMarked;
