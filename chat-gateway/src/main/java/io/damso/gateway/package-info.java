/** The gateway: carries STOMP between clients' sockets and RabbitMQ, and holds nothing that another node would miss. */
@NullMarked
package io.damso.gateway;

import org.jspecify.annotations.NullMarked;
