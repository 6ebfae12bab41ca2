/** Error answers over HTTP: problem documents with codes and titles, without exception texts. */
@NullMarked
package io.damso.edge.problem;

import org.jspecify.annotations.NullMarked;
