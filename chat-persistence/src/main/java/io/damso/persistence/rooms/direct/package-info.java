/** Direct rooms: one for each pair of users. */
@NullMarked
package io.damso.persistence.rooms.direct;

import org.jspecify.annotations.NullMarked;
