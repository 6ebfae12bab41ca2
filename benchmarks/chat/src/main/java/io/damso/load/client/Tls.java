package io.damso.load.client;

import io.damso.bench.scenario.BenchmarkException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.file.Path;
import javax.net.ssl.SSLException;

/** TLS for clients of {@code wss} endpoints. */
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
                    .build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new BenchmarkException("Cannot read the certificate in " + certificate + ": " + e.getMessage(), e);
        }
    }
}
