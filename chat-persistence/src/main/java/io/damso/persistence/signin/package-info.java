/** The demo sign-in, in place of an embedding product. */
@NullMarked
package io.damso.persistence.signin;

import org.jspecify.annotations.NullMarked;
