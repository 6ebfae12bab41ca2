/** Rooms, messages and what became of them. */
@NullMarked
package io.damso.bench.broker.count;

import org.jspecify.annotations.NullMarked;
