/** Answers the gateways' question who is in a room. */
@NullMarked
package io.damso.persistence.membership;

import org.jspecify.annotations.NullMarked;
