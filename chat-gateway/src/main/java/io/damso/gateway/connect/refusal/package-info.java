/** Answers to refused handshakes. */
@NullMarked
package io.damso.gateway.connect.refusal;

import org.jspecify.annotations.NullMarked;
