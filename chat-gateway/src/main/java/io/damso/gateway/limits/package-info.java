/** How much one client, one user and one address may have of a node, and how fast. */
@NullMarked
package io.damso.gateway.limits;

import org.jspecify.annotations.NullMarked;
