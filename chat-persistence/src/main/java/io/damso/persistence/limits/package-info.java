/** Rate limits of REST. */
@NullMarked
package io.damso.persistence.limits;

import org.jspecify.annotations.NullMarked;
