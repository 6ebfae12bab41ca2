/** Name, topic and archive of rooms. */
@NullMarked
package io.damso.persistence.rooms.settings;

import org.jspecify.annotations.NullMarked;
