package io.damso.persistence.access;

import io.damso.auth.AuthenticatedUser;
import io.damso.auth.TokenRejectedException;
import io.damso.auth.TokenVerifier;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Verifies the bearer token (RFC 6750 §2.1). An invalid one is refused by the entry point, only where a token is
 * needed.
 */
final class BearerTokenFilter extends OncePerRequestFilter {

    /** Request attribute with the code of the token's rejection. */
    static final String REJECTION = BearerTokenFilter.class.getName() + ".rejection";

    private final TokenVerifier verifier;

    BearerTokenFilter(TokenVerifier verifier) {
        this.verifier = verifier;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            accept(verifier.verifyAuthorization(request.getHeader(HttpHeaders.AUTHORIZATION)));
        } catch (TokenRejectedException e) {
            logger.debug("Token rejected", e);
            request.setAttribute(REJECTION, e.code());
        }
        chain.doFilter(request, response);
    }

    private static void accept(AuthenticatedUser user) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new PreAuthenticatedAuthenticationToken(user, "", List.of()));
        SecurityContextHolder.setContext(context);
    }
}
