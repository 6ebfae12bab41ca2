/** The application of the peers stock and simple, which runs in its own JVM. */
@NullMarked
package io.damso.load.peer.stock;

import org.jspecify.annotations.NullMarked;
