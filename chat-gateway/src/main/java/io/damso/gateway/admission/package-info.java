/**
 * Places for sessions: maximum numbers for a node, a user and an address, from the handshake to the close of the
 * socket.
 */
@NullMarked
package io.damso.gateway.admission;

import org.jspecify.annotations.NullMarked;
