/** Filters and sort orders as ranges of ordered keys. Knows the map it reads from, not where the map is kept. */
@NullMarked
package io.damso.store.query;

import org.jspecify.annotations.NullMarked;
