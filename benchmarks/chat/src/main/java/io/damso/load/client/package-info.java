/** Clients: thousands of connections on a few threads. */
@NullMarked
package io.damso.load.client;

import org.jspecify.annotations.NullMarked;
