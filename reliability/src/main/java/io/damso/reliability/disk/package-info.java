/** A disk that loses what was not forced, for a store that runs in a JVM of its own. */
@NullMarked
package io.damso.reliability.disk;

import org.jspecify.annotations.NullMarked;
