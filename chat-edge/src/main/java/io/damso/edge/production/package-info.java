/** Prevents a start with demo settings in production. */
@NullMarked
package io.damso.edge.production;

import org.jspecify.annotations.NullMarked;
