/** The persistence service: stores messages and serves rooms, members and history. */
@NullMarked
package io.damso.persistence;

import org.jspecify.annotations.NullMarked;
