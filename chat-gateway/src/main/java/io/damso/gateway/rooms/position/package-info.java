/** Positions of clients in rooms, and the tokens that carry them. Pure: no threads, no clock. */
@NullMarked
package io.damso.gateway.rooms.position;

import org.jspecify.annotations.NullMarked;
