/** The servers that are compared, each in a process of its own with temporary data. */
@NullMarked
package io.damso.bench.store.peer;

import org.jspecify.annotations.NullMarked;
