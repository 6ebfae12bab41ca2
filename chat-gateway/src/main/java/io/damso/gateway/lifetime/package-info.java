/** The lifetime of sessions: the end of their token, new tokens, and the index of sessions by user. */
@NullMarked
package io.damso.gateway.lifetime;

import org.jspecify.annotations.NullMarked;
