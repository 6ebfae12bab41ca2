/** A second protocol, only for tests: one JSON object a line, on the same sessions, rooms and senders as STOMP. */
@NullMarked
package io.damso.gateway.line;

import org.jspecify.annotations.NullMarked;
