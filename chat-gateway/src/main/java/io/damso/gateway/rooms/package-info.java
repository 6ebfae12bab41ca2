/** The rooms with subscriptions on this node: one subscription at the broker for each room, many local listeners. */
@NullMarked
package io.damso.gateway.rooms;

import org.jspecify.annotations.NullMarked;
