/**
 * Handlers of the requests of clients, independent of the protocol: connect, send, refresh, subscribe, unsubscribe,
 * disconnect.
 */
@NullMarked
package io.damso.gateway.requests;

import org.jspecify.annotations.NullMarked;
