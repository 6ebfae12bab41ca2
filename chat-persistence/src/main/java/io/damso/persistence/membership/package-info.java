/** Answers the gateways' membership queries. */
@NullMarked
package io.damso.persistence.membership;

import org.jspecify.annotations.NullMarked;
