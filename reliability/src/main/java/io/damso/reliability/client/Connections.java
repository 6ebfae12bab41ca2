package io.damso.reliability.client;

import io.damso.client.ChatApi;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How a client reaches the cluster. Thread-safe.
 *
 * @param http HTTP client for its connections
 * @param api REST
 * @param endpoints WebSocket endpoints; each attempt takes the next one
 * @param turn number of the next attempt
 */
public record Connections(HttpClient http, ChatApi api, List<URI> endpoints, AtomicInteger turn) {

    URI next() {
        return endpoints.get(Math.floorMod(turn.getAndIncrement(), endpoints.size()));
    }
}
