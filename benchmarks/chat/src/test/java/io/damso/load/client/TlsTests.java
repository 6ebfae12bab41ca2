package io.damso.load.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.test.TestCertificates;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTests {

    private static final int LARGEST = 32 << 10;

    @Test
    void theSessionOfTheFirstClientIsResumed(@TempDir Path directory) throws Exception {
        TestCertificates certificates = TestCertificates.in(directory);
        SSLContext servers = certificates.context();
        SslContext clients = Tls.trusting(certificates.authority());
        int full = bytesFromServer(clients, servers);
        int resumed = bytesFromServer(clients, servers);
        // A resumed session needs no certificate.
        assertThat(resumed).isLessThan(full / 2);
    }

    /** Returns the size of what the server writes in a handshake. */
    private static int bytesFromServer(SslContext clients, SSLContext servers) throws SSLException {
        SSLEngine client = clients.newEngine(UnpooledByteBufAllocator.DEFAULT, "localhost", 8443);
        SSLEngine server = servers.createSSLEngine();
        server.setUseClientMode(false);
        client.beginHandshake();
        server.beginHandshake();
        ByteBuffer toServer = ByteBuffer.allocate(LARGEST);
        ByteBuffer toClient = ByteBuffer.allocate(LARGEST);
        int written = 0;
        while (isHandshaking(client) || isHandshaking(server)) {
            step(client, toClient, toServer);
            int waiting = toClient.position();
            step(server, toServer, toClient);
            written += toClient.position() - waiting;
        }
        assertThat(client.getSession().getProtocol()).isEqualTo("TLSv1.2");
        return written;
    }

    private static boolean isHandshaking(SSLEngine engine) {
        return engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
    }

    /** Processes what has arrived, and writes the next record if it is this side's turn. */
    private static void step(SSLEngine engine, ByteBuffer arrived, ByteBuffer leaving) throws SSLException {
        ByteBuffer application = ByteBuffer.allocate(LARGEST);
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> engine.getDelegatedTask().run();
            case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), leaving);
            default -> {
                arrived.flip();
                engine.unwrap(arrived, application);
                arrived.compact();
            }
        }
    }
}
