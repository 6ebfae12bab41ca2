/** A look at the machine, at processes and at latencies; for every benchmark. */
@NullMarked
package io.damso.bench.measure;

import org.jspecify.annotations.NullMarked;
