package io.damso.persistence.admin;

import static io.damso.persistence.Problem.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.damso.persistence.RunningService;
import io.damso.persistence.RunningService.Reply;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.SessionsEnded;
import io.damso.test.BrokerUser;
import io.damso.test.MongoStore;
import io.damso.test.RabbitBroker;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Who may end a user's sessions, and the event to the gateways. */
class SessionsIT {

    @RegisterExtension
    static final RabbitBroker broker = RabbitBroker.shared();

    @RegisterExtension
    static final MongoStore mongo = new MongoStore();

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static RunningService service;

    private final BlockingQueue<SessionsEnded> heard = new LinkedBlockingQueue<>();
    private Connection gateway;

    @BeforeAll
    static void start() {
        service = RunningService.start(broker, mongo, "damso.persistence.admin.confirm-timeout=2s");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void listenAsAGateway() throws Exception {
        gateway = broker.connect(BrokerUser.GATEWAY);
        Channel channel = gateway.createChannel();
        String queue = channel.queueDeclare("damso.gateway.under-test", false, true, true, Map.of())
                .getQueue();
        channel.queueBind(queue, BrokerTopology.CONTROL_EXCHANGE, BrokerTopology.SESSIONS_ENDED_ROUTING_KEY);
        channel.basicConsume(
                queue,
                true,
                (tag, delivery) -> heard.add(JSON.readValue(delivery.getBody(), SessionsEnded.class)),
                tag -> {});
    }

    @AfterEach
    void disconnect() {
        gateway.abort();
    }

    private static Reply end(String userId, String authorization) {
        return service.sendWith(
                "DELETE",
                "/api/admin/sessions/"
                        + URLEncoder.encode(userId, StandardCharsets.UTF_8).replace("+", "%20"),
                authorization,
                null);
    }

    private static String admin() {
        return "Bearer " + service.token("root", "admin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob", "auth0|7", "bob@example.org", "박지성", "a.b:c+d-e_f"})
    void eventIsSentToTheGateways(String userId) throws Exception {
        Reply reply = end(userId, admin());
        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.response().body()).isEmpty();
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(new SessionsEnded(userId));
    }

    @Test
    void onlyAdministratorsMayEndSessions() {
        assertRefused(end("bob", "Bearer " + service.token("alice")), ErrorCode.NOT_AN_ADMIN);
        assertRefused(end("alice", "Bearer " + service.token("alice")), ErrorCode.NOT_AN_ADMIN);
        assertRefused(end("bob", "Bearer " + service.token("alice", "administrator")), ErrorCode.NOT_AN_ADMIN);
        assertRefused(end("bob", "Bearer " + service.token("alice", "ADMIN")), ErrorCode.NOT_AN_ADMIN);
        assertRefused(end("bob", "Bearer " + service.token("admin")), ErrorCode.NOT_AN_ADMIN);
        assertRefused(end("bob", null), ErrorCode.TOKEN_MISSING);
        assertRefused(end("bob", "Bearer " + service.endedToken("alice")), ErrorCode.TOKEN_EXPIRED);
        assertThat(end("last", admin()).status()).isEqualTo(204);
        assertThat(heard).extracting(SessionsEnded::userId).doesNotContain("bob", "alice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/admin", "/api/admin/", "/api/admin/unknown", "/api/admin/sessions"})
    void nothingOfTheAdministratorsIsShownToOthers(String path) {
        assertRefused(service.get(path, "alice"), ErrorCode.NOT_AN_ADMIN);
        assertRefused(service.send("GET", path, null, null), ErrorCode.TOKEN_MISSING);
    }

    @Test
    void unusableUserIsRefused() {
        assertRefused(end("a b", admin()), ErrorCode.BAD_REQUEST);
        assertRefused(end("x".repeat(129), admin()), ErrorCode.BAD_REQUEST);
        assertThat(heard).isEmpty();
    }

    @Test
    void unavailableBrokerIsReportedAsRetryable() throws Exception {
        broker.kill();
        assertRefused(end("bob", admin()), ErrorCode.BROKER_UNAVAILABLE);
        broker.start();
        listenAsAGateway();
        await("the broker to be back")
                .atMost(Duration.ofMinutes(1))
                .until(() -> end("bob", admin()).status() == 204);
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(new SessionsEnded("bob"));
    }
}
