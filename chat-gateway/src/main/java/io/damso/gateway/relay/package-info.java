/**
 * The node's exchange and queue at RabbitMQ: rooms are bound over AMQP, messages come through Spring's broker relay.
 */
@NullMarked
package io.damso.gateway.relay;

import org.jspecify.annotations.NullMarked;
