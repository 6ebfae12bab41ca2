/** Tokens that come with the handshake: taken out of the request first, checked when a session is made. */
@NullMarked
package io.damso.gateway.connect.token;

import org.jspecify.annotations.NullMarked;
