/** Rejects commands, fields and operators that the store does not support, with MongoDB's codes, before any effect. */
@NullMarked
package io.damso.store.refusal;

import org.jspecify.annotations.NullMarked;
