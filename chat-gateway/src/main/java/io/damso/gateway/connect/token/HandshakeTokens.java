package io.damso.gateway.connect.token;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Removes the tokens from a request before other components receive it. Jetty and Spring keep URL and headers for the
 * lifetime of the session and write them into logs.
 */
final class HandshakeTokens extends Handler.Wrapper {

    /** Request attribute with the tokens of the request, a list of {@code String}; absent if there are none. */
    static final String TOKENS = HandshakeTokens.class.getName() + ".tokens";

    private static final String SCHEME = "bearer";
    private static final String PROTOCOL_PREFIX = "bearer.";
    private static final String PARAMETER = "access_token";

    private final boolean queryToken;

    HandshakeTokens(@Nullable Handler next, boolean queryToken) {
        super(next);
        this.queryToken = queryToken;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        HttpFields headers = request.getHeaders();
        String query = request.getHttpURI().getQuery();
        if (query == null
                && !headers.contains(HttpHeader.AUTHORIZATION)
                && !headers.contains(HttpHeader.SEC_WEBSOCKET_SUBPROTOCOL)) {
            return super.handle(request, response, callback);
        }
        List<String> tokens = new ArrayList<>();
        HttpFields otherHeaders = takeFromHeaders(headers, tokens);
        HttpURI uri = query == null ? request.getHttpURI() : takeFromQuery(request.getHttpURI(), query, tokens);
        Request without = new Request.Wrapper(request) {
            @Override
            public HttpFields getHeaders() {
                return otherHeaders;
            }

            @Override
            public HttpURI getHttpURI() {
                return uri;
            }
        };
        if (!tokens.isEmpty()) {
            without.setAttribute(TOKENS, List.copyOf(tokens));
        }
        return super.handle(without, response, callback);
    }

    private static HttpFields takeFromHeaders(HttpFields headers, List<String> tokens) {
        HttpFields.Mutable others = HttpFields.build(headers);
        for (HttpField field : headers.getFields(HttpHeader.AUTHORIZATION)) {
            String value = String.valueOf(field.getValue()).strip();
            // Other schemes are for proxies, such as a password of a test site. They are removed as well.
            if (value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                    && (value.length() == SCHEME.length() || value.charAt(SCHEME.length()) == ' ')) {
                tokens.add(value.substring(SCHEME.length()).strip());
            }
        }
        others.remove(HttpHeader.AUTHORIZATION);
        List<String> protocols = headers.getCSV(HttpHeader.SEC_WEBSOCKET_SUBPROTOCOL, true);
        List<String> otherProtocols = new ArrayList<>();
        for (String protocol : protocols) {
            if (protocol.regionMatches(true, 0, PROTOCOL_PREFIX, 0, PROTOCOL_PREFIX.length())) {
                tokens.add(protocol.substring(PROTOCOL_PREFIX.length()));
            } else {
                otherProtocols.add(protocol);
            }
        }
        if (otherProtocols.size() < protocols.size()) {
            others.remove(HttpHeader.SEC_WEBSOCKET_SUBPROTOCOL);
            if (!otherProtocols.isEmpty()) {
                others.add(HttpHeader.SEC_WEBSOCKET_SUBPROTOCOL, String.join(", ", otherProtocols));
            }
        }
        return others.asImmutable();
    }

    /** Removes the parameter also if query tokens are disabled, because a token is secret even if it is not used. */
    private HttpURI takeFromQuery(HttpURI uri, String query, List<String> tokens) {
        List<String> parameters = Arrays.asList(query.split("&"));
        List<String> ofToken =
                parameters.stream().filter(HandshakeTokens::isToken).toList();
        if (ofToken.isEmpty()) {
            return uri;
        }
        if (queryToken) {
            ofToken.forEach(parameter -> tokens.add(parameter.substring(parameter.indexOf('=') + 1)));
        }
        String others =
                parameters.stream().filter(parameter -> !isToken(parameter)).collect(Collectors.joining("&"));
        return HttpURI.build(uri).query(others.isEmpty() ? null : others).asImmutable();
    }

    private static boolean isToken(String parameter) {
        int end = parameter.indexOf('=');
        return PARAMETER.equals(decoded(end < 0 ? parameter : parameter.substring(0, end)));
    }

    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return name;
        }
    }
}
