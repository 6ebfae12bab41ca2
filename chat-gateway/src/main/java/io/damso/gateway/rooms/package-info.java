/** The rooms that clients of this node listen to: one feed from the broker a room, many listeners here. */
@NullMarked
package io.damso.gateway.rooms;

import org.jspecify.annotations.NullMarked;
