package io.damso.persistence.access;

import static io.damso.persistence.Problem.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.damso.persistence.RunningService;
import io.damso.persistence.RunningService.Reply;
import io.damso.protocol.ErrorCode;
import io.damso.test.MongoStore;
import io.damso.test.PageExamples;
import io.damso.test.RabbitBroker;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Access rules, and the OpenAPI document about them. */
class AccessIT {

    @RegisterExtension
    static final RabbitBroker broker = RabbitBroker.shared();

    @RegisterExtension
    static final MongoStore mongo = new MongoStore();

    private static RunningService service;

    @BeforeAll
    static void start() {
        service = RunningService.start(broker, mongo);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/rooms", "/api/rooms/x", "/api/rooms/x/messages", "/api/unknown"})
    void withoutUsableTokenRequestsAreRefused(String path) {
        Reply missing = service.send("GET", path, null, null);
        assertRefused(missing, ErrorCode.TOKEN_MISSING);
        assertThat(missing.header("WWW-Authenticate")).startsWith("Bearer");
        assertRefused(service.sendWith("GET", path, "Basic YTpi", null), ErrorCode.TOKEN_MISSING);
        Reply invalid = service.sendWith("GET", path, "Bearer nonsense", null);
        assertRefused(invalid, ErrorCode.TOKEN_INVALID);
        assertThat(invalid.header("WWW-Authenticate")).startsWith("Bearer");
        assertRefused(
                service.sendWith("GET", path, "Bearer " + service.endedToken("alice"), null), ErrorCode.TOKEN_EXPIRED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "Bearer  ", "bearer    "})
    void schemeMayBeFollowedByAnyNumberOfSpaces(String scheme) {
        assertThat(service.sendWith("GET", "/api/rooms", scheme + service.token("alice"), null)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void unknownPathsAreNotFound() {
        for (String path : List.of("/api/unknown", "/", "/index.html", "/actuator/health", "/error/x")) {
            assertRefused(service.get(path, "alice"), ErrorCode.NOT_FOUND);
        }
    }

    @Test
    void signInIsOffUnlessTheDemoIsOn() {
        assertRefused(service.send("POST", "/api/auth/token", null, "{\"username\":\"alice\"}"), ErrorCode.NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/rooms/a;b=c",
                "/api/rooms/a%2Fb",
                "/api/rooms/a%00b",
                "/api/rooms/%2e%2e/x",
                "/api/rooms//x"
            })
    void pathThatCanBeReadInTwoWaysIsABadRequest(String path) {
        assertRefused(service.get(path, "alice"), ErrorCode.BAD_REQUEST);
    }

    @Test
    void noHttpSessionIsCreated() {
        assertThat(service.get("/api/rooms", "alice").header("Set-Cookie")).isEmpty();
    }

    @Test
    void protocolPageHasEveryOperationAndTheMembersOfEveryBody() {
        JsonNode document = service.send("GET", "/api/openapi", null, null).json();
        PageExamples examples = PageExamples.read();
        document.get("paths")
                .propertyStream()
                .forEach(path -> path.getValue()
                        .propertyNames()
                        .forEach(method -> assertThat(examples.page())
                                .contains("| `" + method.toUpperCase(Locale.ROOT) + " " + path.getKey() + "` |")));
        JsonNode schemas = document.at("/components/schemas");
        for (String body : List.of("Room", "Ban", "Link", "StoredMessage", "ReportedMessage", "Problem")) {
            Collection<String> members = schemas.path(body).path("properties").propertyNames();
            assertThat(members).as(body).isNotEmpty();
            examples.of(body)
                    .forEach(json -> assertThat(new JsonMapper().readTree(json).propertyNames())
                            .as("members of %s in docs/protocol.md", body)
                            .containsExactlyInAnyOrderElementsOf(members));
        }
    }

    @Test
    void openApiDocumentIsPublicAndHoldsEveryPath() {
        Reply reply = service.send("GET", "/api/openapi", null, null);
        assertThat(reply.status()).isEqualTo(200);
        JsonNode document = reply.json();
        assertThat(document.get("openapi").asString()).startsWith("3.");
        assertThat(document.get("paths").propertyNames())
                .containsOnly(
                        "/api/direct-rooms",
                        "/api/rooms",
                        "/api/join",
                        "/api/rooms/{roomId}",
                        "/api/rooms/{roomId}/bans",
                        "/api/rooms/{roomId}/bans/{userId}",
                        "/api/rooms/{roomId}/links",
                        "/api/rooms/{roomId}/links/{linkId}",
                        "/api/rooms/{roomId}/members/{userId}",
                        "/api/rooms/{roomId}/members/{userId}/role",
                        "/api/rooms/{roomId}/messages",
                        "/api/rooms/{roomId}/messages/{messageId}/reports",
                        "/api/rooms/{roomId}/reports",
                        "/api/rooms/{roomId}/reports/{messageId}",
                        "/api/rooms/{roomId}/messages/{messageId}/replies",
                        "/api/admin/sessions/{userId}");
        assertThat(document.at("/components/securitySchemes/bearer/scheme").asString())
                .isEqualTo("bearer");
        JsonNode messages = document.at("/paths/~1api~1rooms~1{roomId}~1messages/get");
        assertThat(messages.get("parameters").findValuesAsString("name"))
                .containsExactly("roomId", "before", "after", "limit");
        assertThat(messages.get("responses").propertyNames())
                .containsOnly("200", "400", "401", "404", "429", "500", "503", "504");
        assertThat(messages.at("/responses/400/description").asString()).contains("bad-cursor", "bad-request");
        assertThat(messages.at("/responses/503/description").asString())
                .contains("message-not-stored-yet", "store-unavailable");
        assertThat(messages.at("/responses/404/content").propertyNames()).containsOnly("application/problem+json");
        JsonNode rooms = document.at("/paths/~1api~1rooms/get/parameters");
        assertThat(rooms.findValuesAsString("name")).containsExactly("limit", "before");
        assertThat(rooms.findValuesAsString("description")).hasSize(2);
        assertThat(rooms.get(0).at("/schema/maximum").asInt()).isEqualTo(200);
        assertThat(document.at("/components/schemas/Problem/properties/errors/items/properties")
                        .propertyNames())
                .containsExactly("field", "detail", "allowed");
        assertThat(document.at("/components/schemas/NewRoom/required").toString())
                .isEqualTo("[\"name\"]");
        assertThat(document.at("/components/schemas/NewRoom/properties/name/maxLength")
                        .asInt())
                .isEqualTo(100);
        assertThat(document.at("/components/schemas").propertyNames())
                .contains(
                        "RoleChange", "RoomPatch", "NewDirectRoom", "NewBan", "BanPage", "NewLink", "Link", "LinkList")
                .contains("Join", "Room", "NewReport", "ReportPage", "ReportedMessage", "Report");
        assertThat(document.at("/components/schemas/Room/properties/kind/enum").toString())
                .isEqualTo("[\"group\",\"direct\"]");
        assertThat(document.at("/paths/~1api~1rooms~1{roomId}/patch/responses/409/description")
                        .asString())
                .contains("direct-room", "room-archived");
        assertThat(document.at("/paths/~1api~1join/post/responses").propertyNames())
                .contains("200", "403", "404", "409");
        JsonNode create = document.at("/paths/~1api~1rooms/post/responses");
        assertThat(create.propertyNames()).contains("201").doesNotContain("200");
    }

    @Test
    void managementShowsHealthAndMetricsOnly() {
        assertThat(service.manage("/actuator/health/readiness").status()).isEqualTo(200);
        assertThat(service.manage("/actuator/prometheus").response().body()).contains("jvm_memory_used_bytes");
        assertThat(service.manage("/actuator/env").status()).isEqualTo(404);
    }

    @Test
    void connectionCarriesTheNodesName() throws Exception {
        try (RunningService named = RunningService.start(broker, mongo, "damso.node=node-7")) {
            assertThat(named.bean(org.springframework.amqp.rabbit.connection.ConnectionNameStrategy.class)
                            .obtainNewConnectionName(null))
                    .isEqualTo("chat-persistence node-7");
        }
    }
}
