/** Processes that a script starts and that end with the benchmark. */
@NullMarked
package io.damso.bench.process;

import org.jspecify.annotations.NullMarked;
