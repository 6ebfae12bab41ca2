package io.damso.persistence.access;

import io.damso.auth.AuthProperties;
import io.damso.auth.TokenVerifier;
import io.damso.persistence.problem.Problems;
import io.damso.protocol.ErrorCode;
import jakarta.servlet.DispatcherType;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;

/** Everything under {@code /api} needs a token, except sign-in and the OpenAPI document; there are no sessions. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

    @Bean
    TokenVerifier tokenVerifier(AuthProperties properties, Clock clock) {
        return new TokenVerifier(properties, clock);
    }

    @Bean
    SecurityFilterChain securityFilterChain(HttpSecurity http, TokenVerifier verifier, Problems problems) {
        return http
                .csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .addFilterBefore(new BearerTokenFilter(verifier), AuthorizationFilter.class)
                .exceptionHandling(refusals -> refusals.authenticationEntryPoint(entryPoint(problems)))
                .authorizeHttpRequests(requests -> requests
                        .dispatcherTypeMatchers(DispatcherType.ERROR).permitAll()
                        .requestMatchers("/api/auth/token", "/api/openapi").permitAll()
                        .requestMatchers("/api/**").authenticated()
                        .anyRequest().permitAll())
                .build();
    }

    private static AuthenticationEntryPoint entryPoint(Problems problems) {
        return (request, response, failure) -> {
            Object rejection = request.getAttribute(BearerTokenFilter.REJECTION);
            problems.write(rejection instanceof ErrorCode code ? code : ErrorCode.TOKEN_MISSING, response);
        };
    }
}
