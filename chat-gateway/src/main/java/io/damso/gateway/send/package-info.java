/** From SEND to RECEIPT: validate, stamp, publish, and answer when the broker has confirmed. */
@NullMarked
package io.damso.gateway.send;

import org.jspecify.annotations.NullMarked;
