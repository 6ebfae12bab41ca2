/** The origins whose web pages may use a service. */
@NullMarked
package io.damso.edge.origin;

import org.jspecify.annotations.NullMarked;
