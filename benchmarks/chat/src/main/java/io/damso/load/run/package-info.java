/** Clients that send at a fixed rate, and the resources that the servers use for it. */
@NullMarked
package io.damso.load.run;

import org.jspecify.annotations.NullMarked;
