/** The command line of the chat benchmarks. */
@NullMarked
package io.damso.load.options;

import org.jspecify.annotations.NullMarked;
