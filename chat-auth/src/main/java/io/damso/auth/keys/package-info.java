/** Which key a token must be signed with: one that the settings hold, or those that an issuer publishes and changes. */
@NullMarked
package io.damso.auth.keys;

import org.jspecify.annotations.NullMarked;
