/** The command {@code ./damso bench}: finds the benchmark by its name. */
@NullMarked
package io.damso.bench;

import org.jspecify.annotations.NullMarked;
