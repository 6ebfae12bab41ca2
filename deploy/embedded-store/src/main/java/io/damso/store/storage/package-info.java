/** Collections, indexes and cursors in one file: one writer at a time, readers on snapshots beside it. */
@NullMarked
package io.damso.store.storage;

import org.jspecify.annotations.NullMarked;
