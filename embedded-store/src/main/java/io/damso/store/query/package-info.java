/** Maps filters and sort orders to ranges of ordered keys. Independent of how the maps are stored. */
@NullMarked
package io.damso.store.query;

import org.jspecify.annotations.NullMarked;
