/** A small client for STOMP and REST, and the demo that shows the whole way of a message with it. */
@NullMarked
package io.damso.demo;

import org.jspecify.annotations.NullMarked;
