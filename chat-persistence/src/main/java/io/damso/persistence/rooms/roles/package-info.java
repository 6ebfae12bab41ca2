/** Who may add and remove members and change their roles, and the REST for it. */
@NullMarked
package io.damso.persistence.rooms.roles;

import org.jspecify.annotations.NullMarked;
