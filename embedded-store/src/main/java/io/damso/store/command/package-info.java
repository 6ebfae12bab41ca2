/** The commands on data: their arguments, effects and replies. */
@NullMarked
package io.damso.store.command;

import org.jspecify.annotations.NullMarked;
