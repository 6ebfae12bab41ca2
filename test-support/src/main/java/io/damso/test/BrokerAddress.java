package io.damso.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * The address of a broker.
 *
 * @param host name or address
 * @param amqpPort AMQP 0-9-1
 * @param stompPort STOMP over TCP
 * @param managementPort HTTP API; 0 if it is not reachable
 */
record BrokerAddress(String host, int amqpPort, int stompPort, int managementPort) {

    /** Returns free ports on the loopback address; they are not reserved. */
    static BrokerAddress onFreePorts() {
        List<Integer> ports = freePorts(3);
        return new BrokerAddress("127.0.0.1", ports.get(0), ports.get(1), ports.get(2));
    }

    /**
     * Returns the address in {@code DAMSO_TEST_RABBITMQ}.
     *
     * @throws IllegalArgumentException if the text is not {@code host:amqpPort:stompPort}
     */
    static BrokerAddress parse(String text) {
        String[] parts = text.split(":");
        if (parts.length != 3) {
            throw new IllegalArgumentException("DAMSO_TEST_RABBITMQ must be host:amqpPort:stompPort, but is " + text);
        }
        return new BrokerAddress(parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), 0);
    }

    /** Returns different ports on which no process listens. */
    static List<Integer> freePorts(int count) {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            List<Integer> ports =
                    sockets.stream().map(ServerSocket::getLocalPort).toList();
            for (ServerSocket socket : sockets) {
                socket.close();
            }
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
