/** Error answers of REST: problem documents (RFC 9457) from error codes. */
@NullMarked
package io.damso.persistence.problem;

import org.jspecify.annotations.NullMarked;
