/** The audit log: sign-ins, refusals, removals of members and ended sessions. */
@NullMarked
package io.damso.edge.audit;

import org.jspecify.annotations.NullMarked;
