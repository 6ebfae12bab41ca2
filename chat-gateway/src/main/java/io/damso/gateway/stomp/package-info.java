/** STOMP 1.0 to 1.2 for clients, based on the sessions, requests and rooms of this node. */
@NullMarked
package io.damso.gateway.stomp;

import org.jspecify.annotations.NullMarked;
