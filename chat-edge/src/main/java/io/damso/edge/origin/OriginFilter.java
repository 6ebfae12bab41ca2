package io.damso.edge.origin;

import io.damso.edge.problem.ProblemDocument;
import io.damso.edge.problem.ProblemResponse;
import io.damso.protocol.ErrorCode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses handshakes, SockJS and REST requests from pages of other origins, and answers CORS requests for allowed
 * origins. A request without {@code Origin} is accepted: it does not come from a page, or is a plain GET of the same
 * origin. There are no cookies that a browser could add to it.
 *
 * <p>The same origin is the one that the client uses, so this filter must run after the one for NGINX's forwarded
 * headers.
 */
public final class OriginFilter extends OncePerRequestFilter {

    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
    private static final List<String> REQUEST_HEADERS = List.of("Authorization", "Content-Type", "Idempotency-Key");
    private static final List<String> RESPONSE_HEADERS = List.of("Location", "Retry-After", "WWW-Authenticate");
    private static final Duration MAX_AGE = Duration.ofHours(1);
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private final boolean any;
    private final Set<String> allowed;
    private final CorsConfiguration cors = new CorsConfiguration();
    private final DefaultCorsProcessor processor = new DefaultCorsProcessor();

    /**
     * Creates a filter.
     *
     * @param allowed other origins whose pages may come, as browsers write them
     * @param any whether the pages of every origin may
     */
    public OriginFilter(Collection<String> allowed, boolean any) {
        this.any = any;
        this.allowed = Set.copyOf(allowed);
        // The origin, never "*": SockJS sends its requests with credentials, for which "*" is invalid.
        cors.addAllowedOriginPattern(CorsConfiguration.ALL);
        cors.setAllowCredentials(true);
        cors.setAllowedMethods(METHODS);
        cors.setAllowedHeaders(REQUEST_HEADERS);
        cors.setExposedHeaders(RESPONSE_HEADERS);
        cors.setMaxAge(MAX_AGE);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null || origin.equals(own(request))) {
            chain.doFilter(request, response);
        } else if (!any && !allowed.contains(origin)) {
            ProblemResponse.write(ProblemDocument.of(ErrorCode.ORIGIN_REFUSED), response);
        } else if (processor.processRequest(cors, request, response) && !CorsUtils.isPreFlightRequest(request)) {
            chain.doFilter(request, response);
        }
    }

    /** Returns the service's own origin in the form that browsers send (RFC 6454 §6.2). */
    private static String own(HttpServletRequest request) {
        String host = request.getScheme() + "://" + request.getServerName().toLowerCase(Locale.ROOT);
        int port = request.getServerPort();
        boolean isDefault = port == (request.isSecure() ? HTTPS_PORT : HTTP_PORT);
        return isDefault ? host : host + ":" + port;
    }
}
