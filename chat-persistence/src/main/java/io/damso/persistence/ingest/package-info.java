/** Consumes the partition queues into the store: at least once from the broker, exactly once in the store. */
@NullMarked
package io.damso.persistence.ingest;

import org.jspecify.annotations.NullMarked;
