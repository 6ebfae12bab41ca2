/** Spring's broker relay to RabbitMQ's STOMP plugin, and what of its frames clients see. */
@NullMarked
package io.damso.gateway.relay;

import org.jspecify.annotations.NullMarked;
