/** The command {@code ./damso bench}, and what every benchmark needs: a look at the machine, latencies, tables. */
@NullMarked
package io.damso.bench;

import org.jspecify.annotations.NullMarked;
