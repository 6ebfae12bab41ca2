/** The gateway. It connects the clients' sockets to RabbitMQ and has no state that another node needs. */
@NullMarked
package io.damso.gateway;

import org.jspecify.annotations.NullMarked;
