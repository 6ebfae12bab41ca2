/** The cluster that is broken: its commands, signals and TCP paths. */
@NullMarked
package io.damso.reliability.cluster;

import org.jspecify.annotations.NullMarked;
