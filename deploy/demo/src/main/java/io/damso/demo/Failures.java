package io.damso.demo;

import io.damso.client.RefusedException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocketHandshakeException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.NoSuchFileException;
import java.security.cert.CertificateException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Describes a failure and, where possible, a remedy, for users who do not know the code. */
final class Failures {

    private Failures() {}

    /**
     * Returns one or two sentences.
     *
     * @param failure the exception
     * @param server endpoint that the demo used
     */
    static String explain(Throwable failure, URI server) {
        String address = server.getScheme() + "://" + server.getAuthority();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String known = known(cause, address);
            if (known != null) {
                return known;
            }
        }
        return "The demo failed at " + address + ": " + last(failure);
    }

    private static @Nullable String known(Throwable cause, String address) {
        return switch (cause) {
            case DemoFailedException failed -> failed.getMessage();
            case RefusedException refused ->
                address + " refused a request with the code '" + refused.code()
                        + "'. Its meaning is in docs/error-codes.md.";
            case UnresolvedAddressException unknown -> noSuchHost(address);
            case UnknownHostException unknown -> noSuchHost(address);
            case ConnectException refused when unresolved(refused) -> noSuchHost(address);
            case ConnectException refused ->
                "Nothing answers at " + address
                        + ". Is the cluster up there? './damso status' shows the one of this directory.";
            case SSLHandshakeException untrusted -> untrusted(address);
            case CertificateException untrusted -> untrusted(address);
            case SSLException noTls -> address + " does not use TLS. An address without TLS begins with ws://.";
            case HttpTimeoutException late -> noAnswer(address);
            case TimeoutException late -> noAnswer(address);
            case WebSocketHandshakeException refused ->
                address + " refused the WebSocket with HTTP status "
                        + refused.getResponse().statusCode()
                        + ". Is it the endpoint of a cluster, such as wss://host:8443/ws?";
            case NoSuchFileException missing -> "There is no file " + missing.getFile() + ".";
            case JacksonException other -> address + " answers, but not like Damso. Is it another server?";
            case ClosedChannelException closed -> address + " closed the connection.";
            default -> null;
        };
    }

    private static boolean unresolved(ConnectException failure) {
        return failure.getCause() != null && failure.getCause().getCause() instanceof UnresolvedAddressException
                || failure.getCause() instanceof UnresolvedAddressException;
    }

    private static String noSuchHost(String address) {
        return "No host has the name in " + address + ".";
    }

    private static String noAnswer(String address) {
        return address + " does not answer in time. './damso status' shows which process is not ready.";
    }

    private static String untrusted(String address) {
        return "The certificate of " + address + " is not trusted, or is for another host name. Name the certificate by"
                + " --certificate FILE, or accept any with --insecure.";
    }

    private static String last(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null
                && (cause instanceof ExecutionException
                        || cause instanceof CompletionException
                        || cause.getMessage() == null)) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? "the connection was lost." : cause.getMessage();
    }
}
