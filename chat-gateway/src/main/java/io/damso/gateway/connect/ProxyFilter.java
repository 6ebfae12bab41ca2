package io.damso.gateway.connect;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.web.util.matcher.IpAddressMatcher;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.ForwardedHeaderFilter;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Applies the forwarded headers of trusted proxies and removes those of other peers, because a client could choose its
 * address with them.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ProxyFilter extends OncePerRequestFilter {

    private final ForwardedHeaderFilter believing = new ForwardedHeaderFilter();
    private final ForwardedHeaderFilter hiding = new ForwardedHeaderFilter();
    private final List<IpAddressMatcher> trusted;

    ProxyFilter(ProxyProperties properties) {
        this.trusted = properties.matchers();
        hiding.setRemoveOnly(true);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String peer = request.getRemoteAddr();
        boolean known = trusted.stream().anyMatch(proxy -> proxy.matches(peer));
        (known ? believing : hiding).doFilter(request, response, chain);
    }
}
