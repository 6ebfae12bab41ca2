/** What gateways and persistence tell each other about the positions of rooms ({@code docs/envelope.md}). All is JSON. */
@NullMarked
package io.damso.protocol.feeds;

import org.jspecify.annotations.NullMarked;
