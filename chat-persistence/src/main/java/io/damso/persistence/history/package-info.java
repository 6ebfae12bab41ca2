/** Pages of stored messages over HTTP. */
@NullMarked
package io.damso.persistence.history;

import org.jspecify.annotations.NullMarked;
