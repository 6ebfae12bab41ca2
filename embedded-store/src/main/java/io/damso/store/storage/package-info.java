/** Collections, indexes and cursors in one file. There is one writer at a time; readers use snapshots concurrently. */
@NullMarked
package io.damso.store.storage;

import org.jspecify.annotations.NullMarked;
