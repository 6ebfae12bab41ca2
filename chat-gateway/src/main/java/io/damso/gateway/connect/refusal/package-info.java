/** How a handshake is refused. */
@NullMarked
package io.damso.gateway.connect.refusal;

import org.jspecify.annotations.NullMarked;
