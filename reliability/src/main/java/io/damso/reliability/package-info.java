/** {@code ./damso chaos}: scenarios that break a cluster under traffic. */
@NullMarked
package io.damso.reliability;

import org.jspecify.annotations.NullMarked;
