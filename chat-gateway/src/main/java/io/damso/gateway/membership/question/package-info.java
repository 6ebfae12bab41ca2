/** Membership questions to persistence: batched, bounded, and answered to all waiting callers. */
@NullMarked
package io.damso.gateway.membership.question;

import org.jspecify.annotations.NullMarked;
