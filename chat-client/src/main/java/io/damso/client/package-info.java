/** A client of Damso for Java programs: STOMP over a WebSocket, and the REST interface. */
@NullMarked
package io.damso.client;

import org.jspecify.annotations.NullMarked;
