/** One client's STOMP session: what it subscribed to, and the frames that the gateway itself answers with. */
@NullMarked
package io.damso.gateway.session;

import org.jspecify.annotations.NullMarked;
