/** What MongoDB has and this store has not: found before a command runs and refused with MongoDB's own error codes. */
@NullMarked
package io.damso.store.refusal;

import org.jspecify.annotations.NullMarked;
