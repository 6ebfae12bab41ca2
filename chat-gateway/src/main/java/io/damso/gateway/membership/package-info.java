/** Memberships that are known on this node: the cache, the re-check, and the events that change them. */
@NullMarked
package io.damso.gateway.membership;

import org.jspecify.annotations.NullMarked;
