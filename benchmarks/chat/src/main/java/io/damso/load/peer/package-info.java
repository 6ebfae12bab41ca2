/** The systems to measure: Damso and its alternatives. */
@NullMarked
package io.damso.load.peer;

import org.jspecify.annotations.NullMarked;
