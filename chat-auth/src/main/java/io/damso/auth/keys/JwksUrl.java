package io.damso.auth.keys;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.util.unit.DataSize;

/**
 * A JWK set that the issuer publishes. Redirects are not followed: they could lead to a server that the operator did
 * not configure.
 *
 * @param url its address
 * @param timeout maximum time from the connection to the last byte
 * @param maxSize maximum size
 */
public record JwksUrl(URI url, Duration timeout, DataSize maxSize) implements JwksDocument {

    private static final int OK = 200;

    @Override
    public byte[] read() throws IOException {
        // A new HTTP client for each request: there is one in ten minutes, and an idle client would keep a thread and a
        // connection.
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        try {
            HttpRequest request = HttpRequest.newBuilder(url)
                    .header("Accept", "application/jwk-set+json, application/json")
                    .timeout(timeout)
                    .build();
            int max = Math.toIntExact(maxSize.toBytes());
            return bodyOf(client.sendAsync(
                    request,
                    answer -> answer.statusCode() == OK
                            ? new BoundedBody(max)
                            : HttpResponse.BodySubscribers.replacing(new byte[0])));
        } finally {
            client.shutdownNow();
        }
    }

    private byte[] bodyOf(CompletableFuture<HttpResponse<byte[]>> answer) throws IOException {
        try {
            // The timeout of the request covers only the headers of the response; the body could arrive slowly for
            // ever.
            HttpResponse<byte[]> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != OK) {
                throw new IOException("HTTP status " + response.statusCode() + " instead of 200");
            }
            return response.body();
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("no complete answer within " + timeout, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            answer.cancel(true);
        }
    }

    @Override
    public String setting() {
        return "damso.auth.jwks.url";
    }
}
