package io.damso.edge.origin;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.edge.EdgeProperties;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.filter.ForwardedHeaderFilter;

class OriginFilterTests {

    private static final String FRIEND = "https://app.example.com";

    private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/ws");
    private final MockHttpServletResponse response = new MockHttpServletResponse();
    private boolean passed;

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"https://chat.example.com", FRIEND})
    void ownOriginListedOriginAndNoOriginPass(@Nullable String origin) throws Exception {
        behindNginx("chat.example.com", 443);
        filter(origin, FRIEND);
        assertThat(passed).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "null",
                "",
                "http://chat.example.com",
                "https://chat.example.com:8443",
                "https://chat.example.com.evil.example",
                "https://chat.example.com@evil.example",
                "https://chat.example.com/",
                "https://app.example.com.evil.example",
                "HTTPS://APP.EXAMPLE.COM",
                "file://",
                "not a url",
                "https://chat.example.com, https://evil.example"
            })
    void everyOtherOriginIsRefusedWithItsCode(String origin) throws Exception {
        behindNginx("chat.example.com", 443);
        filter(origin, FRIEND);
        assertThat(passed).isFalse();
        assertThat(response.getStatus()).isEqualTo(403);
        assertThat(response.getContentType()).isEqualTo("application/problem+json");
        assertThat(response.getContentAsString()).contains("\"code\":\"origin-refused\"");
        assertThat(response.getHeader("Access-Control-Allow-Origin")).isNull();
    }

    @Test
    void ownOriginHasThePortThatClientsSee() throws Exception {
        behindNginx("localhost:8443", 8443);
        filter("https://localhost:8443");
        assertThat(passed).isTrue();
    }

    @Test
    void addressAsOwnOriginPasses() throws Exception {
        behindNginx("[::1]:8443", 8443);
        filter("https://[::1]:8443");
        assertThat(passed).isTrue();
    }

    @Test
    void listedOriginMayReadTheAnswer() throws Exception {
        filter(FRIEND, FRIEND);
        assertThat(response.getHeader("Access-Control-Allow-Origin")).isEqualTo(FRIEND);
        assertThat(response.getHeaders("Vary")).contains("Origin");
    }

    @Test
    void preflightIsAnsweredHere() throws Exception {
        request.setMethod("OPTIONS");
        request.addHeader("Access-Control-Request-Method", "DELETE");
        request.addHeader("Access-Control-Request-Headers", "authorization, content-type");
        filter(FRIEND, FRIEND);
        assertThat(passed).isFalse();
        assertThat(response.getStatus()).isEqualTo(200);
        assertThat(response.getHeader("Access-Control-Allow-Methods")).contains("DELETE");
        assertThat(response.getHeader("Access-Control-Allow-Headers")).containsIgnoringCase("authorization");
    }

    @Test
    void preflightForAnotherHeaderIsRefused() throws Exception {
        request.setMethod("OPTIONS");
        request.addHeader("Access-Control-Request-Method", "GET");
        request.addHeader("Access-Control-Request-Headers", "x-forwarded-for");
        filter(FRIEND, FRIEND);
        assertThat(passed).isFalse();
        assertThat(response.getStatus()).isEqualTo(403);
    }

    @Test
    void starAcceptsEveryPage() throws Exception {
        filter("https://evil.example", "*");
        assertThat(passed).isTrue();
        assertThat(response.getHeader("Access-Control-Allow-Origin")).isEqualTo("https://evil.example");
    }

    private void behindNginx(String host, int port) {
        request.addHeader("X-Forwarded-Host", host);
        request.addHeader("X-Forwarded-Port", port);
        request.addHeader("X-Forwarded-Proto", "https");
    }

    private void filter(@Nullable String origin, String... allowed) throws Exception {
        if (origin != null) {
            request.addHeader("Origin", origin);
        }
        EdgeProperties properties = new EdgeProperties(List.of(allowed));
        Filter filter = new OriginFilter(properties.allowedOrigins(), properties.allowsAnyOrigin());
        MockFilterChain inner = new MockFilterChain(
                new HttpServlet() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public void service(ServletRequest in, ServletResponse out) {
                        passed = true;
                    }
                },
                filter);
        new ForwardedHeaderFilter().doFilter(request, response, inner);
    }
}
