package io.damso.gateway.connect;

import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers the queries of a proxy for a node that accepts the next handshake, or that has a SockJS session. Runs before servlets and filters, because
 * the proxy sends a query for every handshake. The answers are 204 for yes and 404 for no. NGINX would count a 503 as a
 * failure of the node, although a node that is full or waits for its broker works correctly; it never counts a 404.
 * NGINX does not forward these paths.
 */
final class HandshakeCheck extends Handler.Wrapper {

    /** Path of the query whether this node accepts another handshake. */
    static final String HANDSHAKE = "/check/handshake";

    /** Path of the query whether this node has a session, followed by the id of the session. */
    static final String SESSION = "/check/session/";

    private final Supplier<HandshakeReadiness> readiness;
    private final Predicate<String> hasSession;

    /**
     * Creates a check before another handler.
     *
     * @param readiness called for each handshake query, not before the first one
     * @param hasSession whether this node has the session of an id
     */
    HandshakeCheck(Handler next, Supplier<HandshakeReadiness> readiness, Predicate<String> hasSession) {
        super(next);
        this.readiness = readiness;
        this.hasSession = hasSession;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = String.valueOf(request.getHttpURI().getPath());
        if (path.equals(HANDSHAKE)) {
            return answer(response, callback, readiness.get().hasRoom());
        }
        if (path.startsWith(SESSION)) {
            return answer(response, callback, hasSession.test(path.substring(SESSION.length())));
        }
        return super.handle(request, response, callback);
    }

    private static boolean answer(Response response, Callback callback, boolean yes) {
        response.setStatus(yes ? HttpStatus.NO_CONTENT_204 : HttpStatus.NOT_FOUND_404);
        callback.succeeded();
        return true;
    }
}
