/** The data of a connection: WebSocket frames that contain STOMP or NATS. */
@NullMarked
package io.damso.load.wire;

import org.jspecify.annotations.NullMarked;
