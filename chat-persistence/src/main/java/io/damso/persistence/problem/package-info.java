/** How HTTP requests are refused: problem documents (RFC 9457) made from the error codes. */
@NullMarked
package io.damso.persistence.problem;

import org.jspecify.annotations.NullMarked;
