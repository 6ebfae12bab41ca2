/** The part of JetStream's API that the benchmark needs, as requests over NATS. */
@NullMarked
package io.damso.load.peer.jetstream;

import org.jspecify.annotations.NullMarked;
