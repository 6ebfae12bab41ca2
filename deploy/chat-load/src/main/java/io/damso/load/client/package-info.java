/** Clients by the thousand on a few threads. */
@NullMarked
package io.damso.load.client;

import org.jspecify.annotations.NullMarked;
