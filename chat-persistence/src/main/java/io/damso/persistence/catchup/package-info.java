/** Answers gateways that ask for stored messages which their subscribers missed. */
@NullMarked
package io.damso.persistence.catchup;

import org.jspecify.annotations.NullMarked;
