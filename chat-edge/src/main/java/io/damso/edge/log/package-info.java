/** Limits the number of log lines for repeated failures. */
@NullMarked
package io.damso.edge.log;

import org.jspecify.annotations.NullMarked;
