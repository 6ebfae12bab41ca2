/** The servers to compare, each in its own process with temporary data. */
@NullMarked
package io.damso.bench.store.peer;

import org.jspecify.annotations.NullMarked;
