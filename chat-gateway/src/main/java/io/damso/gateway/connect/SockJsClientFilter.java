package io.damso.gateway.connect;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Binds a SockJS session to the address of its client, by a principal with this address. For requests without a
 * principal Spring also compares the remote port; it would refuse requests of HTTP transports that arrive over another
 * connection. The user is authenticated by the CONNECT frame, not by this principal.
 */
@Component
final class SockJsClientFilter extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        ClientAddress address = new ClientAddress(request.getRemoteAddr());
        chain.doFilter(
                new HttpServletRequestWrapper(request) {
                    @Override
                    public Principal getUserPrincipal() {
                        return address;
                    }
                },
                response);
    }

    private record ClientAddress(String name) implements Principal {
        @Override
        public String getName() {
            return name;
        }
    }
}
