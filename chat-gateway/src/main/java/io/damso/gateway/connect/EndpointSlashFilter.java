package io.damso.gateway.connect;

import io.damso.gateway.SocketProperties;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.filter.UrlHandlerFilter;

/**
 * Treats a WebSocket handshake at the endpoint's path with a trailing slash as one at the endpoint. Other requests with
 * this path belong to SockJS, whose greeting has the same path. Runs after {@code ProxyFilter}, which handles forwarded
 * headers, and before all filters that match paths.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 5)
final class EndpointSlashFilter extends OncePerRequestFilter {

    private final UrlHandlerFilter withoutSlash;

    EndpointSlashFilter(SocketProperties properties) {
        this.withoutSlash = UrlHandlerFilter.trailingSlashHandler(properties.path() + "/")
                .wrapRequest()
                .build();
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !"websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        withoutSlash.doFilter(request, response, chain);
    }
}
