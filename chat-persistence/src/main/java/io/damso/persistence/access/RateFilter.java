package io.damso.persistence.access;

import io.damso.edge.problem.ProblemDocument;
import io.damso.edge.problem.ProblemResponse;
import io.damso.persistence.limits.RestRates;
import io.damso.protocol.ErrorCode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses requests above the rates of {@link RestRates}, before they reach the store. A user is counted by name, not by
 * address: many may share one. Runs behind {@link BearerTokenFilter}.
 */
final class RateFilter extends OncePerRequestFilter {

    private static final String RETRY_AFTER_SECONDS = "1";

    private final RestRates rates;

    RateFilter(RestRates rates) {
        this.rates = rates;
    }

    /** The management port has no REST. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith("/api/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication caller = SecurityContextHolder.getContext().getAuthentication();
        boolean allowed =
                caller == null ? rates.takeOfAddress(request.getRemoteAddr()) : rates.takeOfUser(caller.getName());
        if (allowed) {
            chain.doFilter(request, response);
        } else {
            response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
            ProblemResponse.write(ProblemDocument.of(ErrorCode.TOO_MANY_REQUESTS), response);
        }
    }
}
