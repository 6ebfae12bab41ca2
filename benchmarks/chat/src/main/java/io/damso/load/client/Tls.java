package io.damso.load.client;

import io.damso.bench.scenario.BenchmarkException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.file.Path;
import javax.net.ssl.SSLException;

/**
 * TLS for clients of {@code wss} endpoints. It is TLS 1.2, and all clients resume the session of the first one: a full
 * handshake takes this process more time than all servers together, so that it would be the limit when thousands of clients
 * connect. A session of TLS 1.3 can be resumed only once.
 */
final class Tls {

    private Tls() {}

    /**
     * Returns a context that trusts only this certificate.
     *
     * @throws BenchmarkException if the file contains no certificate
     */
    static SslContext trusting(Path certificate) {
        try {
            return SslContextBuilder.forClient()
                    .trustManager(certificate.toFile())
                    .protocols("TLSv1.2")
                    .build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new BenchmarkException("Cannot read the certificate in " + certificate + ": " + e.getMessage(), e);
        }
    }
}
