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
 * A JWK set that the issuer publishes. Redirects are not followed: they could lead to where the operator does not want
 * keys from.
 *
 * @param url where it is
 * @param timeout how long reading may take, from the first packet to the last
 * @param maxSize most that is read
 */
public record JwksUrl(URI url, Duration timeout, DataSize maxSize) implements JwksDocument {

    private static final int OK = 200;

    @Override
    public byte[] read() throws IOException {
        // A client for each question: one in ten minutes is needed, an idle one would keep a thread and a connection.
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
            return bodyOf(client.sendAsync(request, answer -> answer.statusCode() == OK
                    ? new BoundedBody(max)
                    : HttpResponse.BodySubscribers.replacing(new byte[0])));
        } finally {
            client.shutdownNow();
        }
    }

    private byte[] bodyOf(CompletableFuture<HttpResponse<byte[]>> answer) throws IOException {
        try {
            // The request's own timeout ends with the head of the answer; its body could drip for ever.
            HttpResponse<byte[]> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != OK) {
                throw new IOException("HTTP status " + response.statusCode() + " where 200 is needed");
            }
            return response.body();
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("no whole answer within " + timeout, e);
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
