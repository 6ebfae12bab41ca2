/** Periodic checks of a node's sessions. */
@NullMarked
package io.damso.gateway.session.clock;

import org.jspecify.annotations.NullMarked;
