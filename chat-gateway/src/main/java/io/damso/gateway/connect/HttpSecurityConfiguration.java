package io.damso.gateway.connect;

import io.damso.edge.problem.ProblemDocument;
import io.damso.gateway.SocketProperties;
import io.damso.protocol.ErrorCode;
import io.micrometer.observation.ObservationPredicate;
import jakarta.servlet.DispatcherType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/**
 * What may be asked over plain HTTP: the endpoint and its SockJS transports, whose sessions a token authenticates;
 * nothing else. Pages of other sites are stopped by their origin, not by a cookie token: there is no cookie.
 */
@Configuration(proxyBeanMethods = false)
class HttpSecurityConfiguration {

    private static final ProblemDocument NOT_FOUND = ProblemDocument.of(ErrorCode.NOT_FOUND);

    /**
     * A handshake passes without a filter: its token is checked by {@code HandshakeAuthentication} or comes with
     * CONNECT, and the filters cost more than the handshake itself when thousands of clients return at once.
     */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SecurityFilterChain handshakes(SocketProperties properties) {
        return new DefaultSecurityFilterChain(PathPatternRequestMatcher.withDefaults().matcher(properties.path()));
    }

    /** Handshakes are counted as sessions, not timed as requests. */
    @Bean
    ObservationPredicate handshakesAreNoRequests(SocketProperties properties) {
        return (name, context) -> !(context instanceof ServerRequestObservationContext request
                && request.getCarrier().getRequestURI().equals(properties.path()));
    }

    /** Scrapes and probes need no spans of each filter. */
    @Bean
    SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    SecurityFilterChain gatewayHttp(HttpSecurity http, SocketProperties properties) {
        return http.authorizeHttpRequests(requests -> requests
                        .requestMatchers(properties.path() + "/**").permitAll()
                        // Served on the management port only, which NGINX does not know.
                        .requestMatchers("/actuator/**").permitAll()
                        .dispatcherTypeMatchers(DispatcherType.ERROR).permitAll()
                        .anyRequest().denyAll())
                // What must not be asked for does not exist.
                .exceptionHandling(refusals -> refusals
                        .authenticationEntryPoint((request, response, e) -> NOT_FOUND.write(response))
                        .accessDeniedHandler((request, response, e) -> NOT_FOUND.write(response)))
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
