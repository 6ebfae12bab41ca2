/** Notices by its leases that a gateway's run has ended, and removes the exchanges that it left in the broker. */
@NullMarked
package io.damso.persistence.leases;

import org.jspecify.annotations.NullMarked;
