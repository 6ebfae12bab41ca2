/** The keys that tokens are verified with: a configured one, or those that an issuer publishes and changes. */
@NullMarked
package io.damso.auth.keys;

import org.jspecify.annotations.NullMarked;
