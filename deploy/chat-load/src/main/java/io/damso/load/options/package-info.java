/** What the command line of a chat benchmark takes. */
@NullMarked
package io.damso.load.options;

import org.jspecify.annotations.NullMarked;
