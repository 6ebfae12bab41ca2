/** Counts sent and received messages, and detects lost, duplicate and reordered ones. */
@NullMarked
package io.damso.load.count;

import org.jspecify.annotations.NullMarked;
