/** What waits for one socket, and how it is written without anybody waiting for the socket. */
@NullMarked
package io.damso.gateway.mailbox;

import org.jspecify.annotations.NullMarked;
