package io.damso.gateway.relay;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.util.List;
import javax.net.ssl.SSLException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.boot.ssl.SslOptions;

/** Creates the TLS context of the relay from an SSL bundle of Spring Boot. */
final class RelayTls {

    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    private RelayTls() {}

    /**
     * Returns a client context. The server's certificate must match the host of the connection (RFC 9110 §4.3.4) and
     * have an issuer that the bundle trusts.
     *
     * @throws IllegalStateException if the bundle cannot be used
     */
    static SslContext context(SslBundle bundle) {
        SslManagerBundle managers = bundle.getManagers();
        SslOptions options = bundle.getOptions();
        String[] protocols = options.getEnabledProtocols();
        try {
            return SslContextBuilder.forClient()
                    .keyManager(managers.getKeyManagerFactory())
                    .trustManager(managers.getTrustManagerFactory())
                    .ciphers(SslOptions.asSet(options.getCiphers()))
                    .protocols(protocols == null ? PROTOCOLS : List.of(protocols))
                    .endpointIdentificationAlgorithm("HTTPS")
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("The bundle of damso.gateway.relay.ssl-bundle cannot be used for TLS", e);
        }
    }
}
