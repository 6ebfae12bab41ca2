/** The command {@code ./damso bench}, which selects a benchmark by its name. */
@NullMarked
package io.damso.bench;

import org.jspecify.annotations.NullMarked;
