/** One client's STOMP session: its frames, the rules of STOMP, its heart-beats, and what it is answered. */
@NullMarked
package io.damso.gateway.session;

import org.jspecify.annotations.NullMarked;
