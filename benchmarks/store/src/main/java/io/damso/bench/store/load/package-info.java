/** The operations on the servers, and the measurement of their duration. */
@NullMarked
package io.damso.bench.store.load;

import org.jspecify.annotations.NullMarked;
