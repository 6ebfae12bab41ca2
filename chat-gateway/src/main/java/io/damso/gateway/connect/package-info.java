/** How clients get in: the endpoint, the handshake, CONNECT with a token. */
@NullMarked
package io.damso.gateway.connect;

import org.jspecify.annotations.NullMarked;
