/** Writes what happens in a run as JSON lines. */
@NullMarked
package io.damso.reliability.history;

import org.jspecify.annotations.NullMarked;
