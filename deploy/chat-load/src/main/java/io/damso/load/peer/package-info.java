/** The systems under load: each is installed from the distribution or built here, started for a run and stopped after it. */
@NullMarked
package io.damso.load.peer;

import org.jspecify.annotations.NullMarked;
