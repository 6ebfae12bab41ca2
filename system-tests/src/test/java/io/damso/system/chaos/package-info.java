/** The chaos test: random faults of a cluster, clients that reconnect, and the guarantees that must hold. */
@NullMarked
package io.damso.system.chaos;

import org.jspecify.annotations.NullMarked;
