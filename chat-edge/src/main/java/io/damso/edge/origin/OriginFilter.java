package io.damso.edge.origin;

import io.damso.edge.EdgeProperties;
import io.damso.edge.problem.ProblemDocument;
import io.damso.protocol.ErrorCode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses the pages of other sites, for handshakes, SockJS and REST alike, and answers the questions that browsers ask for
 * the pages of those that are allowed (CORS). A request without {@code Origin} comes from no page, or from one of ours by a
 * plain GET; there is no cookie that it could carry without its page's will.
 *
 * <p>Own is the origin that the client sees: this filter must stand behind the one that reads NGINX's forwarded headers.
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

    /** Creates a filter that lets pass what the settings say. */
    public OriginFilter(EdgeProperties properties) {
        this.any = properties.allowsAnyOrigin();
        this.allowed = Set.copyOf(properties.allowedOrigins());
        // Echoed, never "*": SockJS asks with credentials, though there are none to send. Who may is decided above.
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
            ProblemDocument.of(ErrorCode.ORIGIN_REFUSED).write(response);
        } else if (processor.processRequest(cors, request, response) && !CorsUtils.isPreFlightRequest(request)) {
            chain.doFilter(request, response);
        }
    }

    /** Returns the service's own origin, as its pages' browsers write it (RFC 6454 §6.2). */
    private static String own(HttpServletRequest request) {
        String host = request.getScheme() + "://" + request.getServerName().toLowerCase(Locale.ROOT);
        int port = request.getServerPort();
        boolean isDefault = port == (request.isSecure() ? HTTPS_PORT : HTTP_PORT);
        return isDefault ? host : host + ":" + port;
    }
}
