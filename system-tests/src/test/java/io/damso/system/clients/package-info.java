/** Third-party STOMP clients exchange messages through the real cluster. */
@NullMarked
package io.damso.system.clients;

import org.jspecify.annotations.NullMarked;
