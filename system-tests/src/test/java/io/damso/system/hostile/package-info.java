/** Hostile clients against the running cluster, through NGINX: tables of attacks and their reactions, and fuzzing. */
@NullMarked
package io.damso.system.hostile;

import org.jspecify.annotations.NullMarked;
