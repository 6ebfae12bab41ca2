package io.damso.reliability.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.damso.reliability.cluster.TcpCutter.Direction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.EnumSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpCutterTests {

    private static final int NEVER_MILLIS = 300;
    private static final int SURELY_MILLIS = 20_000;

    private ServerSocket listener;
    private TcpCutter cutter;
    private Socket client;
    private Socket server;

    @BeforeEach
    void connect() throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        cutter = new TcpCutter(listener.getLocalPort());
        client = new Socket(InetAddress.getLoopbackAddress(), cutter.port());
        server = listener.accept();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
        cutter.close();
        listener.close();
    }

    private static void assertArrives(Socket from, Socket to, int value) throws IOException {
        from.getOutputStream().write(value);
        to.setSoTimeout(SURELY_MILLIS);
        assertThat(to.getInputStream().read()).isEqualTo(value);
    }

    private static void assertNothingArrives(Socket at) throws IOException {
        at.setSoTimeout(NEVER_MILLIS);
        assertThatExceptionOfType(SocketTimeoutException.class)
                .isThrownBy(() -> at.getInputStream().read());
    }

    @Test
    void oneDirectionIsCutAndTheOtherPasses() throws IOException {
        assertArrives(client, server, 1);
        assertArrives(server, client, 2);
        cutter.cut(EnumSet.of(Direction.UP));
        client.getOutputStream().write(3);
        assertNothingArrives(server);
        assertArrives(server, client, 4);
        cutter.heal();
        server.setSoTimeout(SURELY_MILLIS);
        assertThat(server.getInputStream().read()).isEqualTo(3);
    }

    @Test
    void closedConnectionsEndAtBothSides() throws IOException {
        assertArrives(client, server, 1);
        cutter.closeConnections();
        client.setSoTimeout(SURELY_MILLIS);
        server.setSoTimeout(SURELY_MILLIS);
        assertThat(client.getInputStream().read()).isNegative();
        assertThat(server.getInputStream().read()).isNegative();
    }
}
