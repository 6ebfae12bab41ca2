/** The faults, and how a run of one is judged. */
@NullMarked
package io.damso.reliability.scenario;

import org.jspecify.annotations.NullMarked;
