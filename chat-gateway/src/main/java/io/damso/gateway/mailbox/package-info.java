/** Frames that wait for one socket, written without blocking the threads that add them. */
@NullMarked
package io.damso.gateway.mailbox;

import org.jspecify.annotations.NullMarked;
