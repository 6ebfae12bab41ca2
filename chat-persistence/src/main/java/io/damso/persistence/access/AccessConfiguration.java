package io.damso.persistence.access;

import io.damso.auth.AuthProperties;
import io.damso.auth.AuthenticatedUser;
import io.damso.auth.TokenVerifier;
import io.damso.edge.audit.Actor;
import io.damso.edge.audit.Audit;
import io.damso.edge.problem.ProblemDocument;
import io.damso.edge.problem.ProblemResponse;
import io.damso.persistence.limits.RestRates;
import io.damso.protocol.ErrorCode;
import jakarta.servlet.DispatcherType;
import java.time.Clock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;

/**
 * Access rules of REST: everything under {@code /api} needs a token, except sign-in and the OpenAPI document; under
 * {@code /api/admin} the token needs the role {@code admin}. There are no HTTP sessions.
 */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

    private static final String ADMIN = "admin";

    /** Answers are data: a browser that opens one as a page must not run, load or frame anything. */
    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";

    private static final Audit AUDIT = new Audit();

    @Bean
    TokenVerifier tokenVerifier(AuthProperties properties, Clock clock) {
        return new TokenVerifier(properties, clock);
    }

    @Bean
    SecurityFilterChain securityFilterChain(HttpSecurity http, TokenVerifier verifier, RestRates rates) {
        return http.csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .headers(headers -> headers
                        // No HSTS: it applies to the whole host, so the operator sets it in NGINX.
                        .httpStrictTransportSecurity(HeadersConfigurer.HstsConfig::disable)
                        .contentSecurityPolicy(policy -> policy.policyDirectives(NOTHING)))
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .addFilterBefore(new BearerTokenFilter(verifier), AuthorizationFilter.class)
                .addFilterBefore(new RateFilter(rates), AuthorizationFilter.class)
                .exceptionHandling(refusals -> refusals.authenticationEntryPoint(entryPoint())
                        .accessDeniedHandler((request, response, denied) ->
                                ProblemResponse.write(ProblemDocument.of(ErrorCode.NOT_AN_ADMIN), response)))
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers("/api/auth/token", "/api/openapi")
                        .permitAll()
                        .requestMatchers("/api/admin/**")
                        .access(AccessConfiguration::administrators)
                        .requestMatchers("/api/**")
                        .authenticated()
                        .anyRequest()
                        .permitAll())
                .build();
    }

    private static AuthorizationResult administrators(
            Supplier<? extends @Nullable Authentication> caller, RequestAuthorizationContext request) {
        Authentication authentication = caller.get();
        return new AuthorizationDecision(authentication != null
                && authentication.getPrincipal() instanceof AuthenticatedUser user
                && user.hasRole(ADMIN));
    }

    private static AuthenticationEntryPoint entryPoint() {
        return (request, response, failure) -> {
            Object rejection = request.getAttribute(BearerTokenFilter.REJECTION);
            ErrorCode code = rejection instanceof ErrorCode known ? known : ErrorCode.TOKEN_MISSING;
            AUDIT.signInRefused(new Actor(null, null, request.getRemoteAddr()), code);
            ProblemResponse.write(ProblemDocument.of(code), response);
        };
    }
}
