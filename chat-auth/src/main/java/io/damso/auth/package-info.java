/** Who is calling: reads the embedding product's JSON Web Tokens, the same way in every service. */
@NullMarked
package io.damso.auth;

import org.jspecify.annotations.NullMarked;
