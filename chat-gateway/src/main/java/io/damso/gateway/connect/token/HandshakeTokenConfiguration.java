package io.damso.gateway.connect.token;

import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Installs {@link HandshakeTokens} before Spring's filters, which would otherwise receive the tokens. */
@Configuration(proxyBeanMethods = false)
class HandshakeTokenConfiguration {

    @Bean
    WebServerFactoryCustomizer<JettyServletWebServerFactory> handshakeTokens(HandshakeProperties properties) {
        return factory -> factory.addServerCustomizers(
                server -> server.setHandler(new HandshakeTokens(server.getHandler(), properties.queryToken())));
    }
}
