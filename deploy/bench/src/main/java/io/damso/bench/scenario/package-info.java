/** What a benchmark is, and how it says that it cannot run. */
@NullMarked
package io.damso.bench.scenario;

import org.jspecify.annotations.NullMarked;
