/** Rooms and members: REST, storage, and events to the gateways. */
@NullMarked
package io.damso.persistence.rooms;

import org.jspecify.annotations.NullMarked;
