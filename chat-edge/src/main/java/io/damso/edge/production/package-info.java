/** Refuses to start outside of the demo with what belongs only there. */
@NullMarked
package io.damso.edge.production;

import org.jspecify.annotations.NullMarked;
