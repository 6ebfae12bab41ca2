/** Hands out tokens in the demo, where no embedding product does. */
@NullMarked
package io.damso.persistence.signin;

import org.jspecify.annotations.NullMarked;
