/** Destinations that connected clients may use; all others are refused. */
@NullMarked
package io.damso.gateway.access;

import org.jspecify.annotations.NullMarked;
