/** Links by which users join rooms on their own. */
@NullMarked
package io.damso.persistence.rooms.links;

import org.jspecify.annotations.NullMarked;
