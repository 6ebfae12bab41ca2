/**
 * Attacks and what must come of them, in words: a move, the exact reaction, and nobody else harmed. A case is one line
 * in a table.
 */
@NullMarked
package io.damso.system.attack;

import org.jspecify.annotations.NullMarked;
