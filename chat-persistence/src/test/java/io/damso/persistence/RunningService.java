package io.damso.persistence;

import io.damso.auth.AuthProperties;
import io.damso.auth.TokenIssuer;
import io.damso.protocol.UserId;
import io.damso.test.BrokerUser;
import io.damso.test.MongoStore;
import io.damso.test.RabbitBroker;
import io.damso.test.RawHttp;
import io.damso.test.SignedToken;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole service with a real broker and store, and a client for it. */
public final class RunningService implements AutoCloseable {

    private static final String SECRET = "only-for-tests-only-for-tests-only-for-tests";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ConfigurableApplicationContext context;
    private final HttpClient client = HttpClient.newHttpClient();
    private final TokenIssuer issuer =
            new TokenIssuer(new AuthProperties(SECRET, Duration.ofSeconds(5)), Clock.systemUTC());

    private RunningService(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Starts the service on free ports. */
    public static RunningService start(RabbitBroker broker, MongoStore mongo, String... more) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("server.port", "0");
        properties.put("management.server.port", "0");
        properties.put("damso.auth.secret", SECRET);
        properties.put("spring.mongodb.uri", mongo.uri());
        properties.put("spring.rabbitmq.host", broker.host());
        properties.put("spring.rabbitmq.port", Integer.toString(broker.amqpPort()));
        properties.put("spring.rabbitmq.password", broker.password(BrokerUser.PERSISTENCE));
        // Tests send faster than users.
        for (String limit : List.of("user-burst", "address-burst", "new-rooms-burst")) {
            properties.put("damso.persistence.limits." + limit, "100000");
        }
        for (String property : more) {
            String[] nameAndValue = property.split("=", 2);
            properties.put(nameAndValue[0], nameAndValue[1]);
        }
        return new RunningService(new SpringApplicationBuilder(PersistenceApplication.class)
                .run(properties.entrySet().stream()
                        .map(property -> "--" + property)
                        .toArray(String[]::new)));
    }

    /** Returns a bean of the service. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Returns a valid token of the user. */
    public String token(String user) {
        return issuer.issue(new UserId(user), Duration.ofMinutes(5));
    }

    /** Returns a valid token of a user with a role. */
    public String token(String user, String role) {
        return SignedToken.withRole(token(user), role, SECRET);
    }

    /** Returns an expired token. */
    public String endedToken(String user) {
        return issuer.issue(new UserId(user), Duration.ofMinutes(-5));
    }

    /** Sends a request as the user, or without a token. */
    public Reply send(String method, String path, @Nullable String user, @Nullable String body) {
        return sendWith(method, path, user == null ? null : "Bearer " + token(user), body);
    }

    /** Sends a GET request as the user. */
    public Reply get(String path, String user) {
        return send("GET", path, user, null);
    }

    /** Sends a request with an Authorization header. */
    public Reply sendWith(String method, String path, @Nullable String authorization, @Nullable String body) {
        return exchange(port("local.server.port"), method, path, authorization, body);
    }

    /** Sends a GET request to the management port. */
    public Reply manage(String path) {
        return exchange(port("local.management.port"), "GET", path, null, null);
    }

    private Reply exchange(
            int port, String method, String path, @Nullable String authorization, @Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        try {
            return new Reply(client.send(request.build(), BodyHandlers.ofString()));
        } catch (Exception e) {
            throw new IllegalStateException(method + " " + path, e);
        }
    }

    /** Returns a client for hand-written requests. */
    public RawHttp raw() {
        return new RawHttp(SocketFactory.getDefault(), port("local.server.port"));
    }

    private int port(String property) {
        return context.getEnvironment().getRequiredProperty(property, Integer.class);
    }

    @Override
    public void close() {
        context.close();
        client.close();
    }

    /**
     * A response of the service.
     *
     * @param response status, headers and body
     */
    public record Reply(HttpResponse<String> response) {

        /** Returns the status. */
        public int status() {
            return response.statusCode();
        }

        /** Returns the body. */
        public JsonNode json() {
            return JSON.readTree(response.body());
        }

        /** Returns the first value of a header, or nothing in it. */
        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** Returns status, media type, type and code of a problem document in one string. */
        public String problem() {
            return "%d %s %s"
                    .formatted(
                            status(),
                            header("content-type"),
                            json().path("type").asString(""));
        }
    }
}
