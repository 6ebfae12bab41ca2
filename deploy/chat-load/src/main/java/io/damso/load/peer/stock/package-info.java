/** The program of the peers stock and simple; runs in a JVM of its own. */
@NullMarked
package io.damso.load.peer.stock;

import org.jspecify.annotations.NullMarked;
