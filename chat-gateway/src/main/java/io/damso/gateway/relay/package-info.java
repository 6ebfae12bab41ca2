/** The node's relay sessions to RabbitMQ's STOMP plugin, through Spring's broker relay. */
@NullMarked
package io.damso.gateway.relay;

import org.jspecify.annotations.NullMarked;
