/** The interface of a benchmark, its options and its errors. */
@NullMarked
package io.damso.bench.scenario;

import org.jspecify.annotations.NullMarked;
