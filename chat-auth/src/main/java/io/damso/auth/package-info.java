/** Authentication: verifies the embedding product's JSON Web Tokens in the same way in every service. */
@NullMarked
package io.damso.auth;

import org.jspecify.annotations.NullMarked;
