/** How questions of gateways are consumed and answered. */
@NullMarked
package io.damso.persistence.questions;

import org.jspecify.annotations.NullMarked;
