/** What administrators may do to users of the embedding product. */
@NullMarked
package io.damso.persistence.admin;

import org.jspecify.annotations.NullMarked;
