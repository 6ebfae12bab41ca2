package io.damso.gateway.connect.token;

import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts {@link HandshakeTokens} in front of Spring's filters, which would see the tokens else. */
@Configuration(proxyBeanMethods = false)
class HandshakeTokenConfiguration {

    @Bean
    WebServerFactoryCustomizer<JettyServletWebServerFactory> handshakeTokens(HandshakeProperties properties) {
        return factory -> factory.addServerCustomizers(
                server -> server.setHandler(new HandshakeTokens(server.getHandler(), properties.queryToken())));
    }
}
