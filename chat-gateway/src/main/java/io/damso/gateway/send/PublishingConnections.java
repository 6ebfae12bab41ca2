package io.damso.gateway.send;

import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.beans.factory.DisposableBean;

/**
 * The factories of the connections for publishing. RabbitMQ blocks and closes whole connections, so each leg has its
 * own, and consumers have another.
 *
 * @param durable of the durable leg
 * @param live of the live leg
 */
public record PublishingConnections(ConnectionFactory durable, ConnectionFactory live) implements DisposableBean {

    @Override
    public void destroy() throws Exception {
        for (ConnectionFactory factory : new ConnectionFactory[] {durable, live}) {
            if (factory instanceof DisposableBean disposable) {
                disposable.destroy();
            }
        }
    }
}
