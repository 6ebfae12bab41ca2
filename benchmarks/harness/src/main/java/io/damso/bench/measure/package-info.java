/** Data about the machine, processes and latencies, for all benchmarks. */
@NullMarked
package io.damso.bench.measure;

import org.jspecify.annotations.NullMarked;
