/** Refusals over HTTP: codes and titles as problem documents, never the text of an exception. */
@NullMarked
package io.damso.edge.problem;

import org.jspecify.annotations.NullMarked;
