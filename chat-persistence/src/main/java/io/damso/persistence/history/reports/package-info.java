/** Reports of stored messages to the moderators of their rooms: the REST for them. */
@NullMarked
package io.damso.persistence.history.reports;

import org.jspecify.annotations.NullMarked;
