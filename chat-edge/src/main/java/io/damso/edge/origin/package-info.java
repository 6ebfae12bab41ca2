/** Which web pages may talk to a service. */
@NullMarked
package io.damso.edge.origin;

import org.jspecify.annotations.NullMarked;
