/** The stored memberships of rooms, and the events that tell gateways of their changes. */
@NullMarked
package io.damso.persistence.rooms.members;

import org.jspecify.annotations.NullMarked;
