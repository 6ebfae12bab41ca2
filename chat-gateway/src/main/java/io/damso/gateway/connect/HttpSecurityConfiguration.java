package io.damso.gateway.connect;

import io.damso.gateway.SocketProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

/**
 * What may be asked over plain HTTP: the endpoint and its SockJS transports, whose sessions CONNECT authenticates;
 * nothing else. Cross-site pages are stopped by the Origin check of the handshake, not by a cookie token: there is no
 * cookie.
 */
@Configuration(proxyBeanMethods = false)
class HttpSecurityConfiguration {

    @Bean
    SecurityFilterChain gatewayHttp(HttpSecurity http, SocketProperties properties) {
        return http.authorizeHttpRequests(requests -> requests
                        .requestMatchers(properties.path(), properties.path() + "/**").permitAll()
                        // Served on the management port only, which NGINX does not know.
                        .requestMatchers("/actuator/**").permitAll()
                        .anyRequest().denyAll())
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .anonymous(AbstractHttpConfigurer::disable)
                // Whether browsers must insist on TLS for the whole host is for its owner to say, in NGINX.
                .headers(headers -> headers.httpStrictTransportSecurity(HeadersConfigurer.HstsConfig::disable))
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .build();
    }
}
