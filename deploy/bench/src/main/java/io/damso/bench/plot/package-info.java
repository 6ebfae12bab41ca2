/** Line plots as SVG files, legible on light and on dark pages. */
@NullMarked
package io.damso.bench.plot;

import org.jspecify.annotations.NullMarked;
