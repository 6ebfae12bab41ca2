/** The chat benchmarks: the scenarios, and the order of runs and peers. */
@NullMarked
package io.damso.load.scenario;

import org.jspecify.annotations.NullMarked;
