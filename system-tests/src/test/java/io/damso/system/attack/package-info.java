/**
 * A vocabulary for attacks: an action, the exact reaction, and checks that no other client is affected. A case is one
 * row of a table.
 */
@NullMarked
package io.damso.system.attack;

import org.jspecify.annotations.NullMarked;
