/** The history: pages of stored messages over REST. */
@NullMarked
package io.damso.persistence.history;

import org.jspecify.annotations.NullMarked;
