/** From the bytes of a client to frames: splitting, bounds, and checks of headers. */
@NullMarked
package io.damso.gateway.stomp.frames;

import org.jspecify.annotations.NullMarked;
