package io.damso.edge.problem;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.ServerHttpResponse;

/**
 * The one place that says how a problem document goes over HTTP: status, media type, no caching, and the challenge of a
 * 401 (RFC 6750 §3). One method for each kind of response that the services have.
 */
public final class ProblemResponse {

    private static final int UNAUTHORIZED = 401;

    private ProblemResponse() {}

    private static Map<String, String> headers(ProblemDocument document) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(HttpHeaders.CONTENT_TYPE, ProblemDocument.MEDIA_TYPE);
        headers.put(HttpHeaders.CACHE_CONTROL, "no-store");
        if (document.status() == UNAUTHORIZED) {
            headers.put(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        return headers;
    }

    /** Answers with the document, from a servlet or a filter. */
    public static void write(ProblemDocument document, HttpServletResponse response) throws IOException {
        response.setStatus(document.status());
        headers(document).forEach(response::setHeader);
        response.getOutputStream().write(document.json());
    }

    /** Answers with the document, to a handshake; headers that are set already stay. */
    public static void write(ProblemDocument document, ServerHttpResponse response) throws IOException {
        response.setStatusCode(HttpStatusCode.valueOf(document.status()));
        headers(document).forEach(response.getHeaders()::set);
        response.getBody().write(document.json());
    }

    /** Answers with the document where Jetty refuses before anything of Spring sees the request. */
    static void write(ProblemDocument document, Response response, Callback callback) {
        response.setStatus(document.status());
        headers(document).forEach(response.getHeaders()::put);
        response.write(true, ByteBuffer.wrap(document.json()), callback);
    }

    /**
     * Returns the document as the answer of a controller.
     *
     * @param more headers beside the document's own, which win
     */
    public static ResponseEntity<ProblemDocument> entity(ProblemDocument document, HttpHeaders more) {
        return ResponseEntity.status(document.status())
                .headers(more)
                .headers(own -> headers(document).forEach(own::set))
                .body(document);
    }
}
