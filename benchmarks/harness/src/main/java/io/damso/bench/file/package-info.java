/** Files of a benchmark: data of servers, and results. */
@NullMarked
package io.damso.bench.file;

import org.jspecify.annotations.NullMarked;
