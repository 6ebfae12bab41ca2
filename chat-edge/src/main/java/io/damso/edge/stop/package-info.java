/** The end of a service's process on SIGTERM. */
@NullMarked
package io.damso.edge.stop;

import org.jspecify.annotations.NullMarked;
