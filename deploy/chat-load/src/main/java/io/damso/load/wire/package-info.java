/** What travels over a connection: WebSocket frames and, inside of them, STOMP or NATS. */
@NullMarked
package io.damso.load.wire;

import org.jspecify.annotations.NullMarked;
