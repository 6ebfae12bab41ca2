/** Tokens of handshakes: removed from the request first, verified when the handshake is accepted. */
@NullMarked
package io.damso.gateway.connect.token;

import org.jspecify.annotations.NullMarked;
