/** The demo: sends messages between two users on two gateways and reads them from the history. */
@NullMarked
package io.damso.demo;

import org.jspecify.annotations.NullMarked;
