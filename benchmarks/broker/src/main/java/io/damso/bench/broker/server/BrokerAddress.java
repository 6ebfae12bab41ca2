package io.damso.bench.broker.server;

import org.jspecify.annotations.Nullable;

/**
 * Where a RabbitMQ is, and its administrator.
 *
 * @param host name or address
 * @param port AMQP 0-9-1, without TLS
 * @param managementPort HTTP API, without TLS
 * @param user user with the tag {@code administrator}
 * @param password password of the user
 * @param pid its process on this machine; null if its processor time is not measured
 */
public record BrokerAddress(
        String host,
        int port,
        int managementPort,
        String user,
        String password,
        @Nullable Long pid) {

    /** Without the password. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
