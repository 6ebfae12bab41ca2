/** What a connected client may send and subscribe to; everything else is refused. */
@NullMarked
package io.damso.gateway.access;

import org.jspecify.annotations.NullMarked;
