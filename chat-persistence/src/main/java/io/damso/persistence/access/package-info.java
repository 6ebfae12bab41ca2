/** Who may call: bearer tokens on HTTP requests, and what is public. */
@NullMarked
package io.damso.persistence.access;

import org.jspecify.annotations.NullMarked;
