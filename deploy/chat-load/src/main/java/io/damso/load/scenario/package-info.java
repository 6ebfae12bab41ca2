/** The chat benchmarks: what each does, and how runs and peers take turns. */
@NullMarked
package io.damso.load.scenario;

import org.jspecify.annotations.NullMarked;
