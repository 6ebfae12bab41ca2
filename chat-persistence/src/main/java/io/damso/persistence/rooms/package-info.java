/** Rooms and who is in them: over HTTP, in the store, and told to the gateways. */
@NullMarked
package io.damso.persistence.rooms;

import org.jspecify.annotations.NullMarked;
