/** Access to REST: bearer tokens and public paths. */
@NullMarked
package io.damso.persistence.access;

import org.jspecify.annotations.NullMarked;
