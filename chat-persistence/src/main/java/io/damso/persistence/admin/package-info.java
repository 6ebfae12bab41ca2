/** REST for administrators. */
@NullMarked
package io.damso.persistence.admin;

import org.jspecify.annotations.NullMarked;
