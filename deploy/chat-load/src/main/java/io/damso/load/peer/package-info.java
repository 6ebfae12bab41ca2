/** The systems that are put under load: Damso, and those that one would use instead of it. */
@NullMarked
package io.damso.load.peer;

import org.jspecify.annotations.NullMarked;
