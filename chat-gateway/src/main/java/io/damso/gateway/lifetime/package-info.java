/** How long a session may live, and whose it is: its token's end, fresh tokens, the index by user. */
@NullMarked
package io.damso.gateway.lifetime;

import org.jspecify.annotations.NullMarked;
