package io.damso.persistence.problem;

import static io.damso.persistence.Problem.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.damso.persistence.RunningService;
import io.damso.persistence.RunningService.Reply;
import io.damso.protocol.ErrorCode;
import io.damso.test.MongoStore;
import io.damso.test.RabbitBroker;
import io.damso.test.RawHttp;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * The answer to an invalid request names the invalid value's field, the reason and what is allowed, never the
 * value.
 */
class BadRequestsIT {

    @RegisterExtension
    static final RabbitBroker broker = RabbitBroker.shared();

    @RegisterExtension
    static final MongoStore mongo = new MongoStore();

    private static final String USER_ID = "1 to 128 letters and digits";

    private static RunningService service;
    private static String room;

    @BeforeAll
    static void start() {
        service = RunningService.start(broker, mongo, "damso.demo.enabled=true");
        room = "/api/rooms/"
                + service.send("POST", "/api/rooms", "alice", "{\"name\":\"r\"}")
                        .json()
                        .get("id")
                        .asString();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    static Stream<Arguments> bodies() {
        // spotless:off
        return Stream.of(
                Arguments.of("{\"name\":\"r\",\"memebrs\":[]}", "/memebrs", "is unknown", "members, name"),
                Arguments.of("{\"name\":\"r\",\"Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.e30.sig\":1}",
                        "", "has an unknown field", "members, name"),
                Arguments.of("{}", "/name", "is missing", "1 to 100 characters"),
                Arguments.of("{\"name\":null}", "/name", "is missing", "1 to 100 characters"),
                Arguments.of("{\"name\":\"\"}", "/name", "is empty", "1 to 100 characters"),
                Arguments.of("{\"name\":\" \\t\"}", "/name", "is empty", "1 to 100 characters"),
                Arguments.of("{\"name\":\"\\u200b\\u3164\"}", "/name", "is empty", "at least one of them visible"),
                Arguments.of("{\"name\":\"" + "x".repeat(101) + "\"}", "/name", "is too long", "1 to 100 characters"),
                Arguments.of("{\"name\":\"a\\nb\"}", "/name", "holds a control character or a line break", "no control"),
                Arguments.of("{\"name\":\"a\\u0000b\"}", "/name", "holds a control character or a line break", "no control"),
                Arguments.of("{\"name\":\"a\\u009fb\"}", "/name", "holds a control character or a line break", "no control"),
                Arguments.of("{\"name\":\"a\\u2028b\"}", "/name", "holds a control character or a line break", "line breaks"),
                Arguments.of("{\"name\":\"a\\u202eb\"}", "/name", "holds an override of the direction of text", "overrides"),
                Arguments.of("{\"name\":\"a\\u2066b\"}", "/name", "holds an override of the direction of text", "overrides"),
                Arguments.of("{\"name\":\"\\ud83d\"}", "/name", "contains an unpaired surrogate", "1 to 100 characters"),
                Arguments.of("{\"name\":7}", "/name", "has the wrong type", "text"),
                Arguments.of("{\"name\":true}", "/name", "has the wrong type", "text"),
                Arguments.of("{\"name\":{\"$gt\":\"\"}}", "/name", "has the wrong type", "text"),
                Arguments.of("{\"name\":\"r\",\"members\":\"bob\"}", "/members", "has the wrong type", "an array"),
                Arguments.of("{\"name\":\"r\",\"members\":[\"bob\",[]]}", "/members/1", "has the wrong type", "text"),
                Arguments.of("{\"name\":\"r\",\"members\":[\"bob\",\"b ob\"]}", "/members/1", "is not a user id", USER_ID),
                Arguments.of("{\"name\":\"r\",\"members\":[\"..\"]}", "/members/0", "is not a user id", "neither . nor .."),
                Arguments.of("{\"name\":\"r\",\"members\":[null]}", "/members/0", "is not a user id", USER_ID),
                Arguments.of("{\"name\":\"r\",\"members\":[" + names(1_000) + "]}",
                        "/members", "has too many users", "1000 members, including the caller"),
                Arguments.of("[]", "", "is not one JSON object", "a JSON object"),
                Arguments.of("\"text\"", "", "is not one JSON object", "a JSON object"),
                Arguments.of("hello", "", "is not JSON (line 1, column", "a JSON object"),
                Arguments.of("{\"name\":\n\"r\"", "", "is not JSON (line 2, column", "a JSON object"),
                Arguments.of("{\"name\":\"r\"} {}", "", "is not one JSON object", "a JSON object"),
                Arguments.of("null", "", "is missing", "a JSON object"),
                Arguments.of("", "", "is missing", "a JSON object"));
        // spotless:on
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void bodyThatCannotBeUsedIsExplained(String body, String field, String detail, String allowed) {
        assertExplained(service.send("POST", "/api/rooms", "alice", body), field, detail, allowed);
    }

    @Test
    void everyValueThatCannotBeUsedIsNamed() {
        Reply reply =
                service.send("POST", "/api/rooms", "alice", "{\"name\":\"\",\"members\":[\"a b\",\"ok\",\"c/d\"]}");
        assertThat(reply.json().get("errors").findValuesAsString("field"))
                .containsExactly("/name", "/members/0", "/members/2");
        assertThat(reply.json().get("detail").asString())
                .startsWith("/name is empty; allowed: ")
                .endsWith(" (and 2 more)");
    }

    @Test
    void documentStaysSmall() {
        String bad = IntStream.range(0, 1_000).mapToObj(i -> "\"b ob\"").collect(Collectors.joining(","));
        Reply reply = service.send("POST", "/api/rooms", "alice", "{\"name\":\"r\",\"members\":[" + bad + "]}");
        assertThat(reply.json().get("errors")).hasSize(20);
        assertThat(reply.response().body()).hasSizeLessThan(8_000);
    }

    static Stream<Arguments> queries() {
        String size = "a whole number from 1 to 200";
        return Stream.of("/api/rooms", room + "/messages")
                .flatMap(path -> Stream.of(
                        Arguments.of(path + "?limit=500", "limit", "is too large", size),
                        Arguments.of(path + "?limit=0", "limit", "is too small", size),
                        Arguments.of(path + "?limit=-1", "limit", "is too small", size),
                        Arguments.of(path + "?limit=ten", "limit", "is not a whole number", size),
                        Arguments.of(path + "?limit=99999999999", "limit", "is not a whole number", size)));
    }

    @ParameterizedTest
    @MethodSource("queries")
    void limitThatCannotBeUsedIsExplained(String path, String field, String detail, String allowed) {
        assertExplained(service.get(path, "alice"), field, detail, allowed);
    }

    @Test
    void cursorsThatCannotBeUsedAreExplained() {
        assertExplained(
                service.get("/api/rooms?before=a.b", "alice"), "before", "is not a room id", "last room of a page");
        assertExplained(
                service.get(room + "/messages?before=a&after=b", "alice"),
                "after",
                "is used together with before",
                "one of the two");
    }

    @Test
    void userIdsThatCannotBeUsedAreExplained() {
        for (String method : List.of("PUT", "DELETE")) {
            assertExplained(
                    service.send(method, room + "/members/b%20ob", "alice", null),
                    "userId",
                    "is not a user id",
                    USER_ID);
        }
        assertExplained(
                service.sendWith(
                        "DELETE", "/api/admin/sessions/b%20ob", "Bearer " + service.token("root", "admin"), null),
                "userId",
                "is not a user id",
                USER_ID);
        assertExplained(
                service.send("POST", "/api/auth/token", null, "{\"username\":\"b ob\"}"),
                "/username",
                "is not a user id",
                USER_ID);
        assertExplained(service.send("POST", "/api/auth/token", null, "{}"), "/username", "is missing", USER_ID);
        assertExplained(
                service.send("POST", "/api/auth/token", null, "{\"username\":[]}"),
                "/username",
                "has the wrong type",
                "text");
    }

    @Test
    void fullRoomIsExplained() {
        Reply full = service.send("POST", "/api/rooms", "alice", "{\"name\":\"r\",\"members\":[" + names(999) + "]}");
        assertExplained(
                service.send("PUT", full.header("Location") + "/members/more", "alice", null),
                "roomId",
                "is a full room",
                "fewer than 1000 members");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/rooms?limit=%zz", "/api/rooms?before=%C3%28"})
    void queryThatCannotBeDecodedIsExplained(String path) {
        String answer = service.raw().get(path, "Authorization: Bearer " + service.token("alice") + "\r\n");
        assertThat(RawHttp.status(answer)).isEqualTo(400);
        assertThat(answer)
                .contains("\"code\":\"bad-request\"", "\"detail\":\"The query string is not percent-encoded UTF-8\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/rooms/%2e%2e/x HTTP/1.1\r\nHost: localhost",
                "GET /api/rooms/a;b HTTP/1.1\r\nHost: localhost",
                "GET /api/rooms HTTP/1.1\r\nHost: local host"
            })
    void requestThatJettyRefusesIsExplained(String head) {
        String answer = service.raw().send(head + "\r\nConnection: close\r\n\r\n");
        assertThat(answer).contains("\"code\":\"bad-request\"", "\"detail\":\"The URL, a header or the framing");
    }

    @Test
    void mediaTypesThatAreNotServedHaveTheirOwnStatus() {
        for (String type : List.of("text/xml", "application/x-www-form-urlencoded", "///")) {
            String answer = ask("POST", "Content-Type: " + type + "\r\nContent-Length: 4\r\n", "<a/>");
            assertThat(RawHttp.status(answer)).as(type).isEqualTo(415);
            assertThat(answer)
                    .contains(
                            "application/problem+json",
                            "\"code\":\"unsupported-media-type\"",
                            "\"status\":415",
                            "application/json here");
        }
        for (String type : List.of("image/png", "text/html", "///")) {
            String answer = ask("GET", "Accept: " + type + "\r\n", "");
            assertThat(RawHttp.status(answer)).as(type).isEqualTo(406);
            assertThat(answer)
                    .contains(
                            "application/problem+json",
                            "\"code\":\"not-acceptable\"",
                            "\"status\":406",
                            "application/json here");
        }
        assertThat(RawHttp.status(ask("GET", "Accept: */*\r\n", ""))).isEqualTo(200);
    }

    private static String ask(String method, String headers, String body) {
        return service.raw()
                .send(method + " /api/rooms HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                        + "Authorization: Bearer " + service.token("alice") + "\r\n" + headers + "\r\n" + body);
    }

    private static String names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"user" + i + "\"").collect(Collectors.joining(","));
    }

    private static void assertExplained(Reply reply, String field, String detail, String allowed) {
        assertRefused(reply, ErrorCode.BAD_REQUEST);
        assertThat(reply.json().get("errors")).as(reply.response().body()).hasSize(1);
        JsonNode error = reply.json().get("errors").get(0);
        assertThat(error.propertyNames()).containsExactly("field", "detail", "allowed");
        assertThat(error.get("field").asString()).isEqualTo(field);
        assertThat(error.get("detail").asString()).startsWith(detail);
        assertThat(error.get("allowed").asString()).contains(allowed);
        assertThat(reply.json().get("detail").asString()).contains(detail, allowed);
        assertThat(reply.response().body())
                .doesNotContain("b ob", "eyJ", "hello", "$gt", "99999999999", "Exception", "jackson");
    }
}
