/** A crowd that talks at a given rate, and what that costs the servers. */
@NullMarked
package io.damso.load.run;

import org.jspecify.annotations.NullMarked;
