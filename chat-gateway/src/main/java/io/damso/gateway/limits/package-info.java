/** Rate limits of handshakes and SENDs, and the metric of refusals. */
@NullMarked
package io.damso.gateway.limits;

import org.jspecify.annotations.NullMarked;
