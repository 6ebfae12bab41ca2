package io.damso.gateway.connect;

import io.damso.edge.problem.ProblemDocument;
import io.damso.edge.problem.ProblemResponse;
import io.damso.gateway.SocketProperties;
import io.damso.protocol.ErrorCode;
import io.micrometer.observation.ObservationPredicate;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
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
 * Security of HTTP requests. Only the endpoint and its SockJS transports are accessible; a token authenticates their
 * sessions. Requests of pages of other sites are refused by the Origin header, not by a CSRF token, because there are
 * no cookies.
 */
@Configuration(proxyBeanMethods = false)
class HttpSecurityConfiguration {

    private static final ProblemDocument NOT_FOUND = ProblemDocument.of(ErrorCode.NOT_FOUND);

    /**
     * Handshakes pass no filter of Spring Security. Their token is verified by {@code HandshakeAuthentication} or sent
     * with CONNECT, and the filters would cost more than the handshake when thousands of clients reconnect.
     */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SecurityFilterChain handshakes(SocketProperties properties) {
        return new DefaultSecurityFilterChain(
                PathPatternRequestMatcher.withDefaults().matcher(properties.path()));
    }

    /** Excludes handshakes from the metrics of HTTP requests; they are counted as sessions. */
    @Bean
    ObservationPredicate handshakesAreNoRequests(SocketProperties properties) {
        return (name, context) -> !(context instanceof ServerRequestObservationContext request
                && request.getCarrier() instanceof HttpServletRequest carrier
                && carrier.getRequestURI().equals(properties.path()));
    }

    /** Disables observations of each filter, which scrapes and probes do not need. */
    @Bean
    SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    SecurityFilterChain gatewayHttp(HttpSecurity http, SocketProperties properties) {
        return http.authorizeHttpRequests(requests -> requests.requestMatchers(properties.path() + "/**")
                        .permitAll()
                        // Served on the management port only, to which NGINX does not forward.
                        .requestMatchers("/actuator/**")
                        .permitAll()
                        .dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                // A denied request is answered as if the path did not exist.
                .exceptionHandling(refusals -> refusals.authenticationEntryPoint(
                                (request, response, e) -> ProblemResponse.write(NOT_FOUND, response))
                        .accessDeniedHandler((request, response, e) -> ProblemResponse.write(NOT_FOUND, response)))
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .anonymous(AbstractHttpConfigurer::disable)
                // HSTS applies to the whole host, so it is configured in NGINX.
                .headers(headers -> headers.httpStrictTransportSecurity(HeadersConfigurer.HstsConfig::disable))
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .build();
    }
}
