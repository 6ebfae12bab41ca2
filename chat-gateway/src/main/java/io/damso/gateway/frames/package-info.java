/** From a client's bytes to frames: cut, bounded, and freed of headers that are not for clients. */
@NullMarked
package io.damso.gateway.frames;

import org.jspecify.annotations.NullMarked;
