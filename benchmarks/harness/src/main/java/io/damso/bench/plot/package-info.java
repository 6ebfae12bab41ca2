/** Line plots as SVG files, readable on light and dark pages. */
@NullMarked
package io.damso.bench.plot;

import org.jspecify.annotations.NullMarked;
