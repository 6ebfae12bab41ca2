/** Results and progress as text; for every benchmark. */
@NullMarked
package io.damso.bench.report;

import org.jspecify.annotations.NullMarked;
