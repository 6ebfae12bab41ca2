/** Bans of users from rooms: the REST for them. */
@NullMarked
package io.damso.persistence.rooms.bans;

import org.jspecify.annotations.NullMarked;
