/** The operator's command on dead letters: {@code ./damso dlq}. It runs in a process of its own, not in the service. */
@NullMarked
package io.damso.persistence.ingest.deadletter;

import org.jspecify.annotations.NullMarked;
