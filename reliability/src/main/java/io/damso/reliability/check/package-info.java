/** The checker of histories. It knows their form and nothing of the product. */
@NullMarked
package io.damso.reliability.check;

import org.jspecify.annotations.NullMarked;
